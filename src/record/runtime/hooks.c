/* The calls that compilers insert at accesses and calls: -fsanitize=thread, and Clang's
   -fsanitize-coverage=trace-loads,trace-stores. */
#include "recorder.h"

#define DMC_READS(NAME, BYTES)                                 \
  DMC_PUBLIC void NAME(const void* address);                   \
  void NAME(const void* address) {                             \
    dmc_note(DMC_READ, (uintptr_t)address, DMC_CALLER, BYTES); \
  }
#define DMC_WRITES(NAME, BYTES)                                 \
  DMC_PUBLIC void NAME(const void* address);                    \
  void NAME(const void* address) {                              \
    dmc_note(DMC_WRITE, (uintptr_t)address, DMC_CALLER, BYTES); \
  }
#define DMC_UPDATES(NAME, BYTES)                                \
  DMC_PUBLIC void NAME(const void* address);                    \
  void NAME(const void* address) {                              \
    dmc_note(DMC_READ, (uintptr_t)address, DMC_CALLER, BYTES);  \
    dmc_note(DMC_WRITE, (uintptr_t)address, DMC_CALLER, BYTES); \
  }

#define DMC_SIZES(MAKE, PREFIX) \
  MAKE(PREFIX##1, 1) MAKE(PREFIX##2, 2) MAKE(PREFIX##4, 4) MAKE(PREFIX##8, 8) MAKE(PREFIX##16, 16)

DMC_SIZES(DMC_READS, __tsan_read)
DMC_SIZES(DMC_WRITES, __tsan_write)
DMC_SIZES(DMC_UPDATES, __tsan_read_write)
DMC_SIZES(DMC_READS, __tsan_unaligned_read)
DMC_SIZES(DMC_WRITES, __tsan_unaligned_write)
DMC_SIZES(DMC_UPDATES, __tsan_unaligned_read_write)
DMC_SIZES(DMC_READS, __tsan_volatile_read)
DMC_SIZES(DMC_WRITES, __tsan_volatile_write)
DMC_SIZES(DMC_READS, __tsan_unaligned_volatile_read)
DMC_SIZES(DMC_WRITES, __tsan_unaligned_volatile_write)
DMC_SIZES(DMC_READS, __sanitizer_cov_load)
DMC_SIZES(DMC_WRITES, __sanitizer_cov_store)

/* A virtual function table's address is read, or written by a constructor. */
DMC_READS(__tsan_vptr_read, sizeof(void*))

DMC_PUBLIC void __tsan_vptr_update(void** address, const void* value);
void __tsan_vptr_update(void** address, const void* value) {
  (void)value;
  dmc_note(DMC_WRITE, (uintptr_t)address, DMC_CALLER, sizeof(void*));
}

DMC_PUBLIC void __tsan_read_range(const void* address, unsigned long size);
void __tsan_read_range(const void* address, unsigned long size) {
  dmc_note_range(DMC_READ, (uintptr_t)address, size, DMC_CALLER);
}
DMC_PUBLIC void __tsan_write_range(const void* address, unsigned long size);
void __tsan_write_range(const void* address, unsigned long size) {
  dmc_note_range(DMC_WRITE, (uintptr_t)address, size, DMC_CALLER);
}

/* The stack pointer tells which calls are over where something has jumped out of them. */
DMC_PUBLIC void __tsan_func_entry(const void* caller);
void __tsan_func_entry(const void* caller) {
  dmc_note_two(DMC_ENTER, DMC_HERE, DMC_CALLER, (uintptr_t)caller);
}
DMC_PUBLIC void __tsan_func_exit(void);
void __tsan_func_exit(void) {
  dmc_note(DMC_LEAVE, DMC_HERE, DMC_CALLER, 0);
}

/* Each object file's constructor calls it: those of libraries loaded later, too. */
DMC_PUBLIC void __tsan_init(void);
void __tsan_init(void) {
  if (dmc_state == DMC_UNKNOWN) {
    dmc_attach();
  } else if (dmc_on()) {
    dmc_tell_modules();
  }
}

/* What else such programs may call, without anything to record. */
DMC_PUBLIC void __tsan_ignore_thread_begin(void);
void __tsan_ignore_thread_begin(void) {}
DMC_PUBLIC void __tsan_ignore_thread_end(void);
void __tsan_ignore_thread_end(void) {}
DMC_PUBLIC void __tsan_acquire(void* address);
void __tsan_acquire(void* address) {
  (void)address;
}
DMC_PUBLIC void __tsan_release(void* address);
void __tsan_release(void* address) {
  (void)address;
}

DMC_PUBLIC void __sanitizer_cov_trace_pc_guard(uint32_t* guard);
void __sanitizer_cov_trace_pc_guard(uint32_t* guard) {
  (void)guard;
}
DMC_PUBLIC void __sanitizer_cov_trace_pc_guard_init(uint32_t* begin, uint32_t* end);
void __sanitizer_cov_trace_pc_guard_init(uint32_t* begin, uint32_t* end) {
  (void)begin;
  (void)end;
  __tsan_init();
}

/* Regions of interest: <dmc/record.h>. */
DMC_PUBLIC void dmc_record_begin(void);
void dmc_record_begin(void) {
  dmc_note(DMC_BEGIN, 0, DMC_CALLER, 0);
}
DMC_PUBLIC void dmc_record_end(void);
void dmc_record_end(void) {
  dmc_note(DMC_END, 0, DMC_CALLER, 0);
}
