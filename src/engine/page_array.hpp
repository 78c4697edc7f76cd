#pragma once

#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

#include <sys/mman.h>

namespace dmc {

/// A zero-initialised array of plain values straight from the operating system: pages that are
/// never touched cost no memory, so a sparse histogram over all possible distances is cheap. Dense
/// tables that are hit at random ask for huge pages, which spares most of their TLB misses.
template <class T>
class PageArray {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  enum class Pages : unsigned char { normal, huge };

  PageArray() = default;
  explicit PageArray(std::size_t size, Pages pages = Pages::normal) : size_(size) {
    if (size == 0) {
      return;
    }
    void* memory =
        ::mmap(nullptr, bytes(), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
      throw std::bad_alloc();
    }
#ifdef MADV_HUGEPAGE
    if (pages == Pages::huge && bytes() >= k_huge_page) {
      ::madvise(memory, bytes(), MADV_HUGEPAGE);  // advice: it may be declined
    }
#endif
    data_ = static_cast<T*>(memory);
  }
  ~PageArray() {
    if (data_ != nullptr) {
      ::munmap(data_, bytes());
    }
  }
  PageArray(PageArray&& other) noexcept {
    swap(other);
  }
  PageArray& operator=(PageArray&& other) noexcept {
    swap(other);
    return *this;
  }
  PageArray(const PageArray&) = delete;
  PageArray& operator=(const PageArray&) = delete;

  [[nodiscard]] T* data() {
    return data_;
  }
  [[nodiscard]] const T* data() const {
    return data_;
  }
  [[nodiscard]] std::size_t size() const {
    return size_;
  }

 private:
  static constexpr std::size_t k_huge_page = std::size_t{1} << 21;

  [[nodiscard]] std::size_t bytes() const {
    const std::size_t exact = size_ * sizeof(T);
    const std::size_t page = exact >= k_huge_page ? k_huge_page : std::size_t{4096};
    return (exact + page - 1) / page * page;
  }
  void swap(PageArray& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
  }

  T* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace dmc
