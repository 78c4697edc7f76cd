#pragma once

namespace dmc {

/// Whatever the locale says, unlike <cctype>.
[[nodiscard]] constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace dmc
