#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace dmc::tracefile {

/// Numbers in files are little endian on every machine.
template <std::unsigned_integral T>
[[nodiscard]] T little_endian(T value) {
  if constexpr (std::endian::native == std::endian::little || sizeof(T) == 1) {
    return value;
  } else {
    T swapped = 0;
    for (std::size_t byte = 0; byte < sizeof(T); ++byte) {
      swapped = static_cast<T>((swapped << 8) | (value & 0xff));
      value = static_cast<T>(value >> 8);
    }
    return swapped;
  }
}

template <std::unsigned_integral T>
void put(std::string& bytes, T value) {
  const T stored = little_endian(value);
  char text[sizeof(T)];
  std::memcpy(text, &stored, sizeof(T));
  bytes.append(text, sizeof(T));
}

/// The number that begins there; the caller knows that there are enough bytes.
template <std::unsigned_integral T>
[[nodiscard]] T get(const char* bytes) {
  T stored;
  std::memcpy(&stored, bytes, sizeof(T));
  return little_endian(stored);
}

/// Numbers of 7 bits a byte, lowest first; the top bit says that more follow.
inline void put_varint(std::string& bytes, std::uint64_t value) {
  while (value >= 0x80) {
    bytes.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  bytes.push_back(static_cast<char>(value));
}

/// Goes through bytes from front to back. Where they end too early it gives zeros and empty pieces,
/// and says so in the end: whoever reads checks once.
class ByteCursor {
 public:
  ByteCursor() = default;
  explicit ByteCursor(std::string_view bytes) : rest_(bytes) {}

  template <std::unsigned_integral T>
  [[nodiscard]] T take() {
    const std::string_view bytes = piece(sizeof(T));
    return bytes.empty() ? T{0} : get<T>(bytes.data());
  }

  [[nodiscard]] std::string_view piece(std::uint64_t size) {
    if (size > rest_.size()) {
      fail();
      return {};
    }
    const std::string_view bytes = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return bytes;
  }

  [[nodiscard]] std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= std::uint64_t{byte & 0x7fU} << shift;
      if (byte < 0x80) {
        return value;
      }
    }
    fail();
    return 0;
  }

  /// Whether everything asked for was there.
  [[nodiscard]] bool good() const { return good_; }
  /// Whether exactly what there was has been read.
  [[nodiscard]] bool at_end() const { return good_ && rest_.empty(); }
  [[nodiscard]] std::size_t left() const { return rest_.size(); }
  [[nodiscard]] std::string_view rest() const { return rest_; }

 private:
  void fail() {
    good_ = false;
    rest_ = {};
  }

  std::string_view rest_;
  bool good_ = true;
};

}  // namespace dmc::tracefile
