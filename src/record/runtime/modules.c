/* Which program and libraries are loaded where, so that places have names. */
#define _GNU_SOURCE
#include <limits.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "recorder.h"

/* Libraries loaded so far, by the linker's own count; told ones are not told again. */
static unsigned long long told_adds;
static int telling;

#define DMC_LETTERS 15u
#define DMC_MODULE_HEAD 3u

/* Fifteen letters an entry: seven beside the operation, eight in the second word. */
static unsigned put_text(struct dmc_entry* entries, unsigned most, const char* text) {
  size_t left = strlen(text);
  unsigned count = 0;
  do {
    char letters[16] = {0};
    const size_t now = left < DMC_LETTERS ? left : DMC_LETTERS;
    for (size_t i = 0; i < now; ++i) {
      letters[i < 7 ? i : i + 1] = text[i];
    }
    uint64_t words[2];
    __builtin_memcpy(words, letters, sizeof words);
    text += now;
    left -= now;
    const enum dmc_op op = left == 0 || count + 1 == most ? DMC_TEXT_END : DMC_TEXT;
    entries[count].what = dmc_what(op, words[0]);
    entries[count].where = words[1];
    ++count;
  } while (left != 0 && count < most);
  return count;
}

static void tell(const struct dl_phdr_info* info, const char* path) {
  struct dmc_entry entries[DMC_THREADED_ENTRIES - 8];
  uint64_t low = ~(uint64_t)0;
  uint64_t high = 0;
  for (unsigned i = 0; i < info->dlpi_phnum; ++i) {
    const ElfW(Phdr)* const part = &info->dlpi_phdr[i];
    if (part->p_type == PT_LOAD) {
      const uint64_t begin = info->dlpi_addr + part->p_vaddr;
      low = begin < low ? begin : low;
      high = begin + part->p_memsz > high ? begin + part->p_memsz : high;
    }
  }
  entries[0] = (struct dmc_entry){dmc_what(DMC_MODULE, info->dlpi_addr), 0};
  entries[1] = (struct dmc_entry){dmc_what(DMC_MORE, low), 0};
  entries[2] = (struct dmc_entry){dmc_what(DMC_MORE, high), 0};
  const unsigned most = sizeof entries / sizeof *entries - DMC_MODULE_HEAD;
  dmc_write(entries, DMC_MODULE_HEAD + put_text(entries + DMC_MODULE_HEAD, most, path));
}

static int tell_one(struct dl_phdr_info* info, size_t size, void* first) {
  (void)size;
  bool* const is_program = first;
  char path[PATH_MAX];
  if (*is_program) {
    const ssize_t length = readlink("/proc/self/exe", path, sizeof path - 1);
    path[length < 0 ? 0 : length] = 0;
    tell(info, path);
  } else if (info->dlpi_name != NULL && strchr(info->dlpi_name, '/') != NULL) {
    tell(info, realpath(info->dlpi_name, path) == NULL ? info->dlpi_name : path);
  }
  *is_program = false;
  return 0;
}

static int count_adds(struct dl_phdr_info* info, size_t size, void* adds) {
  (void)size;
  *(unsigned long long*)adds = info->dlpi_adds;
  return 1;
}

extern char dmc_region_begin[] __asm__("__start_dmc_region") __attribute__((weak));

void dmc_tell_modules(void) {
  static uint32_t told_in;
  const uint32_t here = (uint32_t)getpid();
  unsigned long long adds = 0;
  dl_iterate_phdr(count_adds, &adds);
  if ((adds == told_adds && told_in == here) ||
      __atomic_exchange_n(&telling, 1, __ATOMIC_ACQUIRE) != 0) {
    return;
  }
  if (told_in != here && (uintptr_t)dmc_region_begin != 0) {
    dmc_note(DMC_REGIONS, 0, 0, 0);
  }
  bool is_program = true;
  dl_iterate_phdr(tell_one, &is_program);
  told_adds = adds;
  told_in = here;
  dmc_hand_on();
  __atomic_store_n(&telling, 0, __ATOMIC_RELEASE);
}
