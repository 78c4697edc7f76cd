/* Atomic operations: really atomic, with the strongest order, whatever order was asked for. What
   reads and writes is two accesses, in this order. */
#include <sched.h>

#include "recorder.h"

typedef int8_t a8;
typedef int16_t a16;
typedef int32_t a32;
typedef int64_t a64;

#define DMC_READ_AT(BYTES) dmc_note(DMC_READ, (uintptr_t)address, DMC_CALLER, BYTES)
#define DMC_WRITE_AT(BYTES) dmc_note(DMC_WRITE, (uintptr_t)address, DMC_CALLER, BYTES)

#define DMC_FETCH(BITS, NAME, OPERATION)                                                      \
  DMC_PUBLIC a##BITS __tsan_atomic##BITS##_##NAME(volatile a##BITS* address, a##BITS value,   \
                                                  int order);                                 \
  a##BITS __tsan_atomic##BITS##_##NAME(volatile a##BITS* address, a##BITS value, int order) { \
    (void)order;                                                                              \
    DMC_READ_AT(BITS / 8);                                                                    \
    DMC_WRITE_AT(BITS / 8);                                                                   \
    return OPERATION;                                                                         \
  }

#define DMC_COMPARE(BITS, NAME)                                                                   \
  DMC_PUBLIC int __tsan_atomic##BITS##_compare_exchange_##NAME(                                   \
      volatile a##BITS* address, a##BITS* expected, a##BITS wanted, int order, int failure);      \
  int __tsan_atomic##BITS##_compare_exchange_##NAME(volatile a##BITS* address, a##BITS* expected, \
                                                    a##BITS wanted, int order, int failure) {     \
    (void)order;                                                                                  \
    (void)failure;                                                                                \
    DMC_READ_AT(BITS / 8);                                                                        \
    if (DMC_SWAP_IF(BITS, address, expected, wanted)) {                                           \
      DMC_WRITE_AT(BITS / 8);                                                                     \
      return 1;                                                                                   \
    }                                                                                             \
    return 0;                                                                                     \
  }

#define DMC_COMPARE_VALUE(BITS)                                                                   \
  DMC_PUBLIC a##BITS __tsan_atomic##BITS##_compare_exchange_val(                                  \
      volatile a##BITS* address, a##BITS expected, a##BITS wanted, int order, int failure);       \
  a##BITS __tsan_atomic##BITS##_compare_exchange_val(volatile a##BITS* address, a##BITS expected, \
                                                     a##BITS wanted, int order, int failure) {    \
    (void)order;                                                                                  \
    (void)failure;                                                                                \
    DMC_READ_AT(BITS / 8);                                                                        \
    if (DMC_SWAP_IF(BITS, address, &expected, wanted)) {                                          \
      DMC_WRITE_AT(BITS / 8);                                                                     \
    }                                                                                             \
    return expected;                                                                              \
  }

#define DMC_LOAD_STORE(BITS, LOADED, STORE)                                                  \
  DMC_PUBLIC a##BITS __tsan_atomic##BITS##_load(const volatile a##BITS* address, int order); \
  a##BITS __tsan_atomic##BITS##_load(const volatile a##BITS* address, int order) {           \
    (void)order;                                                                             \
    DMC_READ_AT(BITS / 8);                                                                   \
    return LOADED;                                                                           \
  }                                                                                          \
  DMC_PUBLIC void __tsan_atomic##BITS##_store(volatile a##BITS* address, a##BITS value,      \
                                              int order);                                    \
  void __tsan_atomic##BITS##_store(volatile a##BITS* address, a##BITS value, int order) {    \
    (void)order;                                                                             \
    DMC_WRITE_AT(BITS / 8);                                                                  \
    STORE;                                                                                   \
  }

#define DMC_ORDER __ATOMIC_SEQ_CST
#define DMC_SWAP_IF(BITS, ADDRESS, EXPECTED, WANTED) DMC_SWAP_IF_##BITS(ADDRESS, EXPECTED, WANTED)
#define DMC_SWAP_PLAIN(ADDRESS, EXPECTED, WANTED) \
  __atomic_compare_exchange_n(ADDRESS, EXPECTED, WANTED, 0, DMC_ORDER, DMC_ORDER)
#define DMC_SWAP_IF_8 DMC_SWAP_PLAIN
#define DMC_SWAP_IF_16 DMC_SWAP_PLAIN
#define DMC_SWAP_IF_32 DMC_SWAP_PLAIN
#define DMC_SWAP_IF_64 DMC_SWAP_PLAIN

#define DMC_ATOMICS(BITS)                                                     \
  DMC_LOAD_STORE(BITS, __atomic_load_n(address, DMC_ORDER),                   \
                 __atomic_store_n(address, value, DMC_ORDER))                 \
  DMC_FETCH(BITS, exchange, __atomic_exchange_n(address, value, DMC_ORDER))   \
  DMC_FETCH(BITS, fetch_add, __atomic_fetch_add(address, value, DMC_ORDER))   \
  DMC_FETCH(BITS, fetch_sub, __atomic_fetch_sub(address, value, DMC_ORDER))   \
  DMC_FETCH(BITS, fetch_and, __atomic_fetch_and(address, value, DMC_ORDER))   \
  DMC_FETCH(BITS, fetch_or, __atomic_fetch_or(address, value, DMC_ORDER))     \
  DMC_FETCH(BITS, fetch_xor, __atomic_fetch_xor(address, value, DMC_ORDER))   \
  DMC_FETCH(BITS, fetch_nand, __atomic_fetch_nand(address, value, DMC_ORDER)) \
  DMC_COMPARE(BITS, strong)                                                   \
  DMC_COMPARE(BITS, weak)                                                     \
  DMC_COMPARE_VALUE(BITS)

DMC_ATOMICS(8)
DMC_ATOMICS(16)
DMC_ATOMICS(32)
DMC_ATOMICS(64)

#if defined(__SIZEOF_INT128__) && defined(__x86_64__)
/* One instruction does all of them (cmpxchg16b), without libatomic. */
__extension__ typedef __int128 a128;

static bool swap_if_128(volatile a128* address, a128* expected, a128 wanted) {
  const a128 before = __sync_val_compare_and_swap(address, *expected, wanted);
  const bool same = before == *expected;
  *expected = before;
  return same;
}
static a128 load_128(const volatile a128* address) {
  return __sync_val_compare_and_swap((volatile a128*)(uintptr_t)address, (a128)0, (a128)0);
}
#define DMC_SWAP_IF_128(ADDRESS, EXPECTED, WANTED) swap_if_128(ADDRESS, EXPECTED, WANTED)

#define DMC_LOOP_128(NAME, RESULT)                             \
  static a128 NAME##_128(volatile a128* address, a128 value) { \
    a128 before = load_128(address);                           \
    while (!swap_if_128(address, &before, RESULT)) {           \
    }                                                          \
    return before;                                             \
  }
DMC_LOOP_128(exchange, value)
DMC_LOOP_128(add, before + value)
DMC_LOOP_128(sub, before - value)
DMC_LOOP_128(and, before& value)
DMC_LOOP_128(or, before | value)
DMC_LOOP_128(xor, before ^ value)
DMC_LOOP_128(nand, ~(before& value))

DMC_LOAD_STORE(128, load_128(address), (void)exchange_128(address, value))
DMC_FETCH(128, exchange, exchange_128(address, value))
DMC_FETCH(128, fetch_add, add_128(address, value))
DMC_FETCH(128, fetch_sub, sub_128(address, value))
DMC_FETCH(128, fetch_and, and_128(address, value))
DMC_FETCH(128, fetch_or, or_128(address, value))
DMC_FETCH(128, fetch_xor, xor_128(address, value))
DMC_FETCH(128, fetch_nand, nand_128(address, value))
DMC_COMPARE(128, strong)
DMC_COMPARE(128, weak)
DMC_COMPARE_VALUE(128)
#endif

DMC_PUBLIC void __tsan_atomic_thread_fence(int order);
void __tsan_atomic_thread_fence(int order) {
  (void)order;
  __atomic_thread_fence(DMC_ORDER);
}
DMC_PUBLIC void __tsan_atomic_signal_fence(int order);
void __tsan_atomic_signal_fence(int order) {
  (void)order;
  __atomic_signal_fence(DMC_ORDER);
}
