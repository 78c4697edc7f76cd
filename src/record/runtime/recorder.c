#define _GNU_SOURCE
/* Slots: taking them, filling them, handing them on. */
#include "recorder.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

_Thread_local uintptr_t dmc_cursor = DMC_CURSOR_FULL;
_Thread_local bool dmc_inside = false;
int dmc_state = DMC_UNKNOWN;
bool dmc_threaded = false;

/* Twice as long as needed, so that an aligned slot is in it. */
static const size_t k_scratch_bytes = (size_t)2 * DMC_SLOT_BYTES;

static struct dmc_ring* ring;
static uint32_t process;
static uint32_t threads_here;
static pthread_key_t thread_end;

static _Thread_local uint32_t slot __attribute__((tls_model("initial-exec"))) = DMC_NO_SLOT;
static _Thread_local uintptr_t scratch __attribute__((tls_model("initial-exec")));
static _Thread_local uint32_t thread __attribute__((tls_model("initial-exec")));
static _Thread_local bool has_number __attribute__((tls_model("initial-exec")));

uint64_t dmc_block_signals(void) {
  const uint64_t all = ~(uint64_t)0;
  uint64_t before = 0;
  syscall(SYS_rt_sigprocmask, SIG_BLOCK, &all, &before, sizeof before);
  return before;
}

void dmc_unblock_signals(uint64_t before) {
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &before, NULL, sizeof before);
}

static struct dmc_slot* slot_at(uint32_t index) {
  return (struct dmc_slot*)((char*)ring + DMC_RING_HEAD_BYTES + (size_t)index * DMC_SLOT_BYTES);
}

/* The next slot that is free; DMC_NO_SLOT: none. */
static uint32_t pop_free(void) {
  uint64_t head = __atomic_load_n(&ring->free_head, __ATOMIC_ACQUIRE);
  for (;;) {
    const uint32_t index = (uint32_t)head;
    if (index == DMC_NO_SLOT) {
      return DMC_NO_SLOT;
    }
    const uint64_t next = ((head >> 32) + 1) << 32 | ring->next_free[index];
    if (__atomic_compare_exchange_n(&ring->free_head, &head, next, false, __ATOMIC_ACQ_REL,
                                    __ATOMIC_ACQUIRE)) {
      return index;
    }
  }
}

static bool reader_is_gone(void) {
  return __atomic_load_n(&ring->closed, __ATOMIC_ACQUIRE) != 0 ||
         (kill((pid_t)ring->reader, 0) != 0 && errno == ESRCH);
}

/* All slots wait to be read, or belong to threads that do nothing: in the second case nothing is
   going to change. */
static bool nothing_to_read(void) {
  return __atomic_load_n(&ring->sleeping, __ATOMIC_ACQUIRE) != 0;
}

static uint32_t wait_for_slot(void) {
  const struct timespec pause = {0, 50000000};
  for (unsigned idle = 0;;) {
    const uint32_t freed = __atomic_load_n(&ring->freed, __ATOMIC_SEQ_CST);
    __atomic_fetch_add(&ring->waiting, 1, __ATOMIC_SEQ_CST);
    const uint32_t index = pop_free();
    if (index == DMC_NO_SLOT) {
      syscall(SYS_futex, &ring->freed, FUTEX_WAIT, freed, &pause, NULL, 0);
    }
    __atomic_fetch_sub(&ring->waiting, 1, __ATOMIC_SEQ_CST);
    if (index != DMC_NO_SLOT) {
      return index;
    }
    if (reader_is_gone()) {
      dmc_state = DMC_OFF;
      return DMC_NO_SLOT;
    }
    idle = nothing_to_read() ? idle + 1 : 0;
    if (idle > 20) {
      __atomic_fetch_add(&ring->lost, 1, __ATOMIC_RELAXED);
      return DMC_NO_SLOT;
    }
  }
}

static void publish(uint32_t index, uint32_t end) {
  struct dmc_slot* const published = slot_at(index);
  published->end = end;
  __atomic_store_n(&published->state, DMC_SLOT_PUBLISHED, __ATOMIC_RELEASE);
  const uint64_t ticket = __atomic_fetch_add(&ring->published, 1, __ATOMIC_SEQ_CST);
  __atomic_store_n(&ring->queue[ticket % DMC_QUEUE], index + 1, __ATOMIC_SEQ_CST);
  if (__atomic_load_n(&ring->sleeping, __ATOMIC_SEQ_CST) != 0) {
    __atomic_fetch_add(&ring->news, 1, __ATOMIC_SEQ_CST);
    syscall(SYS_futex, &ring->news, FUTEX_WAKE, 1, NULL, NULL, 0);
  }
}

/* Entries may have been asked for behind the slot's end, in vain. */
static void publish_own(void) {
  if (slot != DMC_NO_SLOT) {
    const struct dmc_slot* const own = slot_at(slot);
    const uintptr_t used = dmc_cursor - (uintptr_t)own;
    publish(slot, used > DMC_SLOT_FULL ? DMC_SLOT_FULL : (uint32_t)used);
    slot = DMC_NO_SLOT;
  }
  dmc_cursor = DMC_CURSOR_FULL;
}

static void take(void) {
  uint32_t index = pop_free();
  if (index == DMC_NO_SLOT) {
    index = wait_for_slot();
  }
  if (index == DMC_NO_SLOT) {
    return;
  }
  struct dmc_slot* const taken = slot_at(index);
  /* Threads are interleaved slot by slot, so where there are several less goes into one. */
  const uint32_t whole = DMC_SLOT_LAST + (uint32_t)sizeof(struct dmc_entry);
  taken->begin = dmc_threaded ? whole - DMC_THREADED_ENTRIES * (uint32_t)sizeof(struct dmc_entry)
                              : DMC_SLOT_BEGIN;
  taken->end = 0;
  taken->thread = thread;
  taken->process = process;
  taken->pid = (uint32_t)getpid();
  taken->taken = __atomic_load_n(&ring->published, __ATOMIC_RELAXED);
  __atomic_store_n(&taken->state, DMC_SLOT_TAKEN, __ATOMIC_RELEASE);
  slot = index;
  dmc_cursor = (uintptr_t)taken + taken->begin;
}

/* The stack of this thread, as far as the system tells. The runtime is inside. */
static void tell_stack(void) {
  pthread_attr_t attributes;
  void* low = NULL;
  size_t size = 0;
  if (pthread_getattr_np(pthread_self(), &attributes) != 0) {
    return;
  }
  if (pthread_attr_getstack(&attributes, &low, &size) == 0) {
    struct dmc_entry* const entry = (struct dmc_entry*)dmc_advance(2 * sizeof(struct dmc_entry));
    dmc_put(entry, dmc_what(DMC_STACK, (uintptr_t)low), 0);
    dmc_put(entry + 1, dmc_what(DMC_MORE, (uintptr_t)low + size), 0);
  }
  pthread_attr_destroy(&attributes);
}

static void begin_thread(void) {
  has_number = true;
  thread = __atomic_fetch_add(&ring->threads, 1, __ATOMIC_RELAXED);
  dmc_threaded = __atomic_add_fetch(&threads_here, 1, __ATOMIC_RELAXED) > 1;
  take();
  if (slot != DMC_NO_SLOT) {
    pthread_setspecific(thread_end, &slot);
    tell_stack();
  }
}

/* A new slot for the thread; its old one is handed on. Signals are blocked. */
static void renew(void) {
  publish_own();
  if (has_number) {
    take();
  } else {
    begin_thread();
  }
}

/* Where nobody listens entries go where nobody reads them, which costs least. */
static void write_in_vain(void) {
  if (scratch == 0) {
    void* const memory =
        mmap(NULL, k_scratch_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
      return;
    }
    pthread_setspecific(thread_end, memory);
    scratch = ((uintptr_t)memory + DMC_SLOT_BYTES - 1) / DMC_SLOT_BYTES * DMC_SLOT_BYTES;
  }
  dmc_cursor = scratch + DMC_SLOT_BEGIN;
}

struct dmc_entry* dmc_room(unsigned entries) {
  if (dmc_inside) {
    dmc_cursor = slot == DMC_NO_SLOT ? DMC_CURSOR_FULL : dmc_cursor;
    return NULL;
  }
  const int error = errno;
  if (dmc_state == DMC_UNKNOWN) {
    dmc_attach();
  }
  const uint64_t signals = dmc_block_signals();
  dmc_inside = true;
  struct dmc_entry* place = NULL;
  if (dmc_state == DMC_ON) {
    renew();
    if (slot != DMC_NO_SLOT) {
      place = (struct dmc_entry*)dmc_advance(entries * sizeof(struct dmc_entry));
    }
  }
  if (slot == DMC_NO_SLOT) {
    dmc_cursor = DMC_CURSOR_FULL;
    if (dmc_state == DMC_OFF) {
      write_in_vain();
    }
  }
  dmc_inside = false;
  dmc_unblock_signals(signals);
  errno = error;
  return place;
}

void dmc_put_anew(uint64_t what, uint64_t where) {
  struct dmc_entry* const entry = dmc_room(1);
  if (entry != NULL) {
    dmc_put(entry, what, where);
  }
}

void dmc_flush(void) {
  if (dmc_threaded) {
    dmc_hand_on();
  }
}

void dmc_hand_on(void) {
  if (slot != DMC_NO_SLOT && !dmc_inside) {
    const int error = errno;
    const uint64_t signals = dmc_block_signals();
    if (dmc_cursor > (uintptr_t)slot_at(slot) + slot_at(slot)->begin) {
      publish_own();
    }
    dmc_unblock_signals(signals);
    errno = error;
  }
}

void dmc_write(const struct dmc_entry* entries, unsigned count) {
  const uint64_t signals = dmc_block_signals();
  const uintptr_t room = DMC_SLOT_LAST - dmc_cursor % DMC_SLOT_BYTES;
  const bool fits = slot != DMC_NO_SLOT && dmc_cursor % DMC_SLOT_BYTES < DMC_SLOT_LAST &&
                    room > count * sizeof(struct dmc_entry);
  struct dmc_entry* place = NULL;
  if (fits) {
    place = (struct dmc_entry*)dmc_advance(count * sizeof(struct dmc_entry));
  } else {
    place = dmc_room(count);
  }
  for (unsigned i = 0; place != NULL && i < count; ++i) {
    dmc_put(place + i, entries[i].what, entries[i].where);
  }
  dmc_unblock_signals(signals);
}

static void end_thread(void* memory) {
  const uint64_t signals = dmc_block_signals();
  if (scratch != 0) {
    scratch = 0;
    dmc_cursor = DMC_CURSOR_FULL;
    munmap(memory, k_scratch_bytes);
  } else if (slot != DMC_NO_SLOT) {
    publish_own();
  }
  dmc_unblock_signals(signals);
}

/* A child goes on as a process of its own: what its parent holds is the parent's. */
static void after_fork(void) {
  if (dmc_state != DMC_ON) {
    return;
  }
  slot = DMC_NO_SLOT;
  dmc_cursor = DMC_CURSOR_FULL;
  has_number = false;
  threads_here = 0;
  dmc_threaded = false;
  process = __atomic_fetch_add(&ring->processes, 1, __ATOMIC_RELAXED);
  dmc_tell_modules();
}

/* After exec what this process held before lies still in its slots. */
static void publish_left_behind(void) {
  const uint32_t pid = (uint32_t)getpid();
  for (uint32_t i = 0; i < DMC_SLOTS; ++i) {
    const struct dmc_slot* const one = slot_at(i);
    if (one->pid == pid && __atomic_load_n(&one->state, __ATOMIC_ACQUIRE) == DMC_SLOT_TAKEN) {
      publish(i, DMC_SLOT_BYTES);
    }
  }
}

static struct dmc_ring* map_ring(const char* path) {
  const int file = open(path, O_RDWR | O_CLOEXEC);
  if (file < 0) {
    return NULL;
  }
  void* const memory =
      mmap(NULL, DMC_RING_BYTES + DMC_SLOT_BYTES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  struct dmc_ring* mapped = NULL;
  if (memory != MAP_FAILED) {
    /* The cursor tells by its low bits where in a slot it is. */
    const uintptr_t aligned =
        ((uintptr_t)memory + DMC_SLOT_BYTES - 1) / DMC_SLOT_BYTES * DMC_SLOT_BYTES;
    void* const shared = mmap((void*)aligned, DMC_RING_BYTES, PROT_READ | PROT_WRITE,
                              MAP_SHARED | MAP_FIXED, file, 0);
    mapped = shared == MAP_FAILED ? NULL : shared;
  }
  close(file);
  return mapped != NULL && mapped->magic == DMC_RING_MAGIC ? mapped : NULL;
}

void dmc_attach(void) {
  static int attaching;
  if (dmc_state != DMC_UNKNOWN || __atomic_exchange_n(&attaching, 1, __ATOMIC_ACQUIRE) != 0) {
    return;
  }
  const int error = errno;
  const uint64_t signals = dmc_block_signals();
  dmc_inside = true;
  pthread_key_create(&thread_end, end_thread);
  const char* const path = getenv(DMC_RING_VARIABLE);
  ring = path == NULL ? NULL : map_ring(path);
  if (ring == NULL || reader_is_gone()) {
    dmc_state = DMC_OFF;
  } else {
    publish_left_behind();
    process = __atomic_fetch_add(&ring->processes, 1, __ATOMIC_RELAXED);
    pthread_atfork(NULL, NULL, after_fork);
    dmc_state = DMC_ON;
  }
  dmc_inside = false;
  dmc_unblock_signals(signals);
  if (dmc_state == DMC_ON) {
    dmc_tell_modules();
  }
  errno = error;
}

/* Before the program's own constructors, so that libraries are known before anything happens. */
__attribute__((constructor(101))) static void begin_program(void) {
  dmc_attach();
}
