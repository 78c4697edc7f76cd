/* Interposed: what gives memory out and takes it back, and what copies and fills it. The C
   library's own functions do the work. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "recorder.h"

/* A program that has functions of these names keeps its own. */
#define DMC_WEAK DMC_PUBLIC __attribute__((weak))

extern void* __libc_malloc(size_t size);
extern void* __libc_calloc(size_t count, size_t size);
extern void* __libc_realloc(void* block, size_t size);
extern void* __libc_memalign(size_t alignment, size_t size);
extern void __libc_free(void* block);

/* Who called operator new: it calls malloc in its turn. */
static _Thread_local uint64_t asked_by __attribute__((tls_model("initial-exec")));

static void* given(void* block, size_t size, uint64_t caller) {
  const uint64_t place = asked_by != 0 ? asked_by : caller;
  asked_by = 0;
  if (block != NULL && dmc_on()) {
    dmc_note_two(DMC_ALLOC, (uintptr_t)block, place, size);
  }
  return block;
}

static void taken_back(const void* block, uint64_t caller) {
  if (block != NULL && dmc_on()) {
    dmc_note(DMC_FREE, (uintptr_t)block, caller, 0);
  }
}

DMC_WEAK void* malloc(size_t size) {
  return given(__libc_malloc(size), size, DMC_CALLER);
}
DMC_WEAK void* calloc(size_t count, size_t size) {
  return given(__libc_calloc(count, size), count * size, DMC_CALLER);
}
DMC_WEAK void* realloc(void* block, size_t size) {
  void* const moved = __libc_realloc(block, size);
  if (moved != NULL || size == 0) {
    taken_back(block, DMC_CALLER);
  }
  return given(moved, size, DMC_CALLER);
}
DMC_WEAK void free(void* block) {
  taken_back(block, DMC_CALLER);
  __libc_free(block);
}
DMC_WEAK void* memalign(size_t alignment, size_t size) {
  return given(__libc_memalign(alignment, size), size, DMC_CALLER);
}
DMC_WEAK void* aligned_alloc(size_t alignment, size_t size) {
  return given(__libc_memalign(alignment, size), size, DMC_CALLER);
}
DMC_WEAK void* valloc(size_t size) {
  return given(__libc_memalign((size_t)sysconf(_SC_PAGESIZE), size), size, DMC_CALLER);
}
DMC_WEAK int posix_memalign(void** block, size_t alignment, size_t size) {
  if (alignment % sizeof(void*) != 0 || alignment == 0 || (alignment & (alignment - 1)) != 0) {
    return EINVAL;
  }
  const int error = errno;
  void* const got = given(__libc_memalign(alignment, size), size, DMC_CALLER);
  errno = error;
  if (got == NULL) {
    return ENOMEM;
  }
  *block = got;
  return 0;
}

/* The next definition of a function after this program's own. */
static void* next_of(void** known, const char* name) {
  void* function = __atomic_load_n(known, __ATOMIC_ACQUIRE);
  if (function == NULL) {
    const bool was_inside = dmc_inside;
    dmc_inside = true;
    function = dlsym(RTLD_NEXT, name);
    dmc_inside = was_inside;
    __atomic_store_n(known, function, __ATOMIC_RELEASE);
  }
  return function;
}

/* C++: the block belongs to the line that says new, not to the library's call of malloc. */
#define DMC_NEW(NAME, SYMBOL)                                \
  DMC_WEAK void* NAME(size_t size) __asm__(SYMBOL);          \
  void* NAME(size_t size) {                                  \
    static void* next;                                       \
    void* (*function)(size_t) = NULL;                        \
    *(void**)&function = next_of(&next, SYMBOL);             \
    asked_by = DMC_CALLER;                                   \
    return function == NULL ? malloc(size) : function(size); \
  }
#if __SIZEOF_SIZE_T__ == 8
DMC_NEW(dmc_new, "_Znwm")
DMC_NEW(dmc_new_array, "_Znam")
#endif

/* Before the library's own can be found, in the first moments of a program. */
static void* copy_slowly(void* to, const void* from, size_t size) {
  char* const target = to;
  const char* const source = from;
  if (target < source) {
    for (size_t i = 0; i < size; ++i) {
      ((volatile char*)target)[i] = source[i];
    }
  } else {
    for (size_t i = size; i != 0; --i) {
      ((volatile char*)target)[i - 1] = source[i - 1];
    }
  }
  return to;
}

typedef void* (*copy_function)(void*, const void*, size_t);
typedef void* (*fill_function)(void*, int, size_t);
static copy_function real_copy;
static copy_function real_move;
static fill_function real_fill;

__attribute__((constructor(101))) static void find_functions(void) {
  static void *copy, *move, *fill;
  *(void**)&real_copy = next_of(&copy, "memcpy");
  *(void**)&real_move = next_of(&move, "memmove");
  *(void**)&real_fill = next_of(&fill, "memset");
}

/* Only what instrumented code calls is the program's own doing: libraries copy for themselves.
   Where that code is, tells the linker. */
extern char dmc_program_begin[] __asm__("__executable_start") __attribute__((weak));
extern char dmc_program_end[] __asm__("etext") __attribute__((weak));

static bool is_own(uint64_t caller) {
  return caller >= (uintptr_t)dmc_program_begin && caller < (uintptr_t)dmc_program_end;
}

static void* copied(copy_function function, void* to, const void* from, size_t size,
                    uint64_t caller) {
  if (dmc_on() && is_own(caller)) {
    dmc_note_range(DMC_READ, (uintptr_t)from, size, caller);
    dmc_note_range(DMC_WRITE, (uintptr_t)to, size, caller);
  }
  return function == NULL ? copy_slowly(to, from, size) : function(to, from, size);
}

static void* filled(void* to, int value, size_t size, uint64_t caller) {
  if (dmc_on() && is_own(caller)) {
    dmc_note_range(DMC_WRITE, (uintptr_t)to, size, caller);
  }
  if (real_fill == NULL) {
    for (size_t i = 0; i < size; ++i) {
      ((volatile char*)to)[i] = (char)value;
    }
    return to;
  }
  return real_fill(to, value, size);
}

DMC_WEAK void* memcpy(void* to, const void* from, size_t size) {
  return copied(real_copy, to, from, size, DMC_CALLER);
}
DMC_WEAK void* memmove(void* to, const void* from, size_t size) {
  return copied(real_move, to, from, size, DMC_CALLER);
}
DMC_WEAK void* mempcpy(void* to, const void* from, size_t size) {
  return (char*)copied(real_copy, to, from, size, DMC_CALLER) + size;
}
DMC_WEAK void* memset(void* to, int value, size_t size) {
  return filled(to, value, size, DMC_CALLER);
}

/* As newer Clang calls them. */
DMC_PUBLIC void* __tsan_memcpy(void* to, const void* from, size_t size);
void* __tsan_memcpy(void* to, const void* from, size_t size) {
  return copied(real_copy, to, from, size, DMC_CALLER);
}
DMC_PUBLIC void* __tsan_memmove(void* to, const void* from, size_t size);
void* __tsan_memmove(void* to, const void* from, size_t size) {
  return copied(real_move, to, from, size, DMC_CALLER);
}
DMC_PUBLIC void* __tsan_memset(void* to, int value, size_t size);
void* __tsan_memset(void* to, int value, size_t size) {
  return filled(to, value, size, DMC_CALLER);
}

/* As -D_FORTIFY_SOURCE calls them. */
extern void __chk_fail(void) __attribute__((noreturn));
DMC_WEAK void* __memcpy_chk(void* to, const void* from, size_t size, size_t room);
void* __memcpy_chk(void* to, const void* from, size_t size, size_t room) {
  if (room < size) {
    __chk_fail();
  }
  return copied(real_copy, to, from, size, DMC_CALLER);
}
DMC_WEAK void* __memmove_chk(void* to, const void* from, size_t size, size_t room);
void* __memmove_chk(void* to, const void* from, size_t size, size_t room) {
  if (room < size) {
    __chk_fail();
  }
  return copied(real_move, to, from, size, DMC_CALLER);
}
DMC_WEAK void* __memset_chk(void* to, int value, size_t size, size_t room);
void* __memset_chk(void* to, int value, size_t size, size_t room) {
  if (room < size) {
    __chk_fail();
  }
  return filled(to, value, size, DMC_CALLER);
}
