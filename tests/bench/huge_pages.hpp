#pragma once

#include <cstddef>
#include <cstdlib>
#include <new>

#include <sys/mman.h>

namespace dmc::bench {

/// Asks for huge pages where there is use for them, which spares large tables that are hit at
/// random most of their TLB misses.
template <class T>
struct HugePages {
  using value_type = T;  // NOLINT(readability-identifier-naming): so allocators call it

  HugePages() = default;
  template <class U>
  // NOLINTNEXTLINE(google-explicit-constructor): containers convert their allocators
  HugePages(const HugePages<U>&) {}

  [[nodiscard]] T* allocate(std::size_t count) {
    const std::size_t bytes = (count * sizeof(T) + k_page - 1) / k_page * k_page;
    void* const memory = std::aligned_alloc(k_page, bytes);
    if (memory == nullptr) {
      throw std::bad_alloc();
    }
#ifdef MADV_HUGEPAGE
    ::madvise(memory, bytes, MADV_HUGEPAGE);  // advice: it may be declined
#endif
    return static_cast<T*>(memory);
  }
  void deallocate(T* memory, std::size_t /*count*/) {
    std::free(memory);
  }

  friend bool operator==(const HugePages&, const HugePages&) {
    return true;
  }

 private:
  static constexpr std::size_t k_page = std::size_t{1} << 21;
};

}  // namespace dmc::bench
