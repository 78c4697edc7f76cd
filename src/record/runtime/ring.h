/* What a recorded program and dmc share: a block of memory with slots that the program's threads
   fill and dmc empties. C and C++ read this header. */
#ifndef DMC_RECORD_RING_H
#define DMC_RECORD_RING_H

#include <stdint.h>

#define DMC_RING_VARIABLE "DMC_RECORD" /* names a file: the memory to share */
#define DMC_RING_MAGIC 0x31676e6972636d64u
#define DMC_SLOT_BYTES 16384u
#define DMC_SLOTS 1024u
#define DMC_SLOT_FULL (DMC_SLOT_LAST + 32u) /* the end of a slot that had no more room */
#define DMC_QUEUE 2048u    /* more than there are slots, so that it is never full */
#define DMC_SLOT_BEGIN 64u /* where entries begin in a slot, */
#define DMC_SLOT_LAST \
  16256u /* and the last place where one may begin: some room is left behind it */
#define DMC_THREADED_ENTRIES 256u /* in a slot where a process has several threads */
#define DMC_NO_SLOT 0xffffffffu

/* What an entry says, in the top byte of its first word. No entry is 0 there: that is a place not
   written yet. The low 56 bits are an address; the second word is a place in the program (48 bits)
   and, above it, 16 bits more. */
enum dmc_op {
  DMC_READ = 1, /* bits above the place: bytes */
  DMC_WRITE,
  DMC_ENTER, /* address: the stack pointer; DMC_MORE follows: where it was called from */
  DMC_LEAVE, /* address: the stack pointer */
  DMC_ALLOC, /* address of a block; DMC_MORE follows: its size */
  DMC_FREE,
  DMC_MORE,    /* belongs to the entry before it */
  DMC_BEGIN,   /* of a region of interest, */
  DMC_END,     /* and its end */
  DMC_REGIONS, /* the program has such regions: nothing else counts */
  DMC_STACK,   /* lowest address of the thread's stack; DMC_MORE follows: its end */
  DMC_MODULE,  /* where a program or library is loaded; DMC_MORE: first and last address; then text
                */
  DMC_TEXT,    /* fifteen letters of a module's path */
  DMC_TEXT_END
};

struct dmc_entry {
  uint64_t what;
  uint64_t where;
};

/* The head of a slot. */
struct dmc_slot {
  uint32_t state; /* one of dmc_slot_state */
  uint32_t begin; /* offset of the first entry, */
  uint32_t end;   /* and behind the last, known when the slot is published; the slot's own end: its
                     program is gone, and nothing more is written */
  uint32_t thread;
  uint32_t process; /* counts from 0; another one after fork and exec */
  uint32_t pid;
  uint64_t taken; /* slots published before it was taken */
};

enum dmc_slot_state { DMC_SLOT_FREE = 0, DMC_SLOT_TAKEN, DMC_SLOT_PUBLISHED };

struct dmc_ring {
  uint64_t magic;
  uint32_t reader; /* process id */
  uint32_t closed; /* nobody reads any more */
  uint32_t processes;
  uint32_t threads;
  uint64_t lost; /* accesses for which there was no slot */

  uint64_t free_head __attribute__((aligned(64))); /* count of changes << 32 | index */
  uint32_t freed;   /* changes when a slot comes free where somebody waits */
  uint32_t waiting; /* for a free slot */

  uint64_t published __attribute__((aligned(64)));
  uint32_t news; /* changes when a slot is published while the reader sleeps */
  uint32_t sleeping;

  uint32_t next_free[DMC_SLOTS] __attribute__((aligned(64)));
  uint32_t queue[DMC_QUEUE]; /* index of a slot + 1, in the order of publishing; 0: not yet */
};

#define DMC_RING_HEAD_BYTES 65536u
#define DMC_RING_BYTES (DMC_RING_HEAD_BYTES + DMC_SLOTS * DMC_SLOT_BYTES)

#endif
