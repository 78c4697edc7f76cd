/* How the parts of the runtime write entries. */
#ifndef DMC_RECORDER_H
#define DMC_RECORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ring.h"

#define DMC_HIDDEN __attribute__((visibility("hidden")))
#define DMC_PUBLIC __attribute__((visibility("default")))
#define DMC_CALLER ((uint64_t)(uintptr_t)__builtin_return_address(0))
#define DMC_HERE ((uint64_t)(uintptr_t)__builtin_frame_address(0))

/* A cursor of this value asks for a new slot. */
#define DMC_CURSOR_FULL ((uintptr_t)DMC_SLOT_LAST + 16)

/* Where the thread's next entry goes. */
extern DMC_HIDDEN _Thread_local uintptr_t dmc_cursor __attribute__((tls_model("initial-exec")));
/* The runtime is at work in this thread: what it calls is not the program's. */
extern DMC_HIDDEN _Thread_local bool dmc_inside __attribute__((tls_model("initial-exec")));

enum dmc_state { DMC_UNKNOWN = 0, DMC_ON, DMC_OFF };
extern DMC_HIDDEN int dmc_state;
extern DMC_HIDDEN bool dmc_threaded; /* several threads of this process have written entries */

DMC_HIDDEN void dmc_attach(void);
/* Room for some entries in a new slot; null where nobody listens. */
DMC_HIDDEN struct dmc_entry* dmc_room(unsigned entries);
/* Hands on what the thread holds, so that it comes before what other threads do from here on; */
DMC_HIDDEN void dmc_hand_on(void);
/* and that where there are other threads. */
DMC_HIDDEN void dmc_flush(void);
DMC_HIDDEN void dmc_tell_modules(void);
/* Several entries that stay together, at most 255. */
DMC_HIDDEN void dmc_write(const struct dmc_entry* entries, unsigned count);

DMC_HIDDEN uint64_t dmc_block_signals(void);
DMC_HIDDEN void dmc_unblock_signals(uint64_t before);

static inline bool dmc_on(void) {
  return dmc_state == DMC_ON && !dmc_inside;
}

/* Moves the cursor on and returns where it was. One instruction, because a signal's handler has
   accesses of its own, and comes between any two. */
static inline __attribute__((always_inline)) uintptr_t dmc_advance(uintptr_t bytes) {
#if defined(__x86_64__)
  __asm__ volatile("xaddq %0, %1" : "+r"(bytes), "+m"(dmc_cursor) : : "cc", "memory");
  return bytes;
#else
  return __atomic_fetch_add(&dmc_cursor, bytes, __ATOMIC_RELAXED);
#endif
}

static inline struct dmc_entry* dmc_next(unsigned entries) {
  const uintptr_t place = dmc_advance(entries * sizeof(struct dmc_entry));
  if (__builtin_expect((place & (DMC_SLOT_BYTES - 1)) > DMC_SLOT_LAST, 0)) {
    return dmc_room(entries);
  }
  return (struct dmc_entry*)place;
}

/* Addresses of user space leave these bits alone. */
static inline uint64_t dmc_what(enum dmc_op op, uint64_t address) {
  return ((uint64_t)op << 56) | address;
}
static inline uint64_t dmc_where(uint64_t place, uint64_t more) {
  return (more << 48) | place;
}

/* The first word comes last: an entry that has it is whole. */
static inline __attribute__((always_inline)) void dmc_put(struct dmc_entry* entry, uint64_t what,
                                                          uint64_t where) {
  entry->where = where;
  __atomic_store_n(&entry->what, what, __ATOMIC_RELEASE);
}

/* The same where there was no room. */
DMC_HIDDEN void dmc_put_anew(uint64_t what, uint64_t where);

static inline __attribute__((always_inline)) void dmc_note(enum dmc_op op, uint64_t address,
                                                           uint64_t place, uint64_t more) {
  const uintptr_t next = dmc_advance(sizeof(struct dmc_entry));
  const uint64_t what = dmc_what(op, address);
  const uint64_t where = dmc_where(place, more);
  if (__builtin_expect((next & (DMC_SLOT_BYTES - 1)) > DMC_SLOT_LAST, 0)) {
    dmc_put_anew(what, where);
  } else {
    dmc_put((struct dmc_entry*)next, what, where);
  }
}

static inline void dmc_note_two(enum dmc_op op, uint64_t address, uint64_t place, uint64_t more) {
  struct dmc_entry* const entry = dmc_next(2);
  if (entry != NULL) {
    dmc_put(entry, dmc_what(op, address), dmc_where(place, 0));
    dmc_put(entry + 1, dmc_what(DMC_MORE, more), 0);
  }
}

/* A stretch of memory of any length, in pieces that no datum straddles. */
static inline void dmc_note_range(enum dmc_op op, uint64_t address, uint64_t size, uint64_t place) {
  const uint64_t piece = 32768;
  while (size != 0) {
    const uint64_t left = piece - address % piece;
    const uint64_t now = size < left ? size : left;
    dmc_note(op, address, place, now);
    address += now;
    size -= now;
  }
}

#endif
