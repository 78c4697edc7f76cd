#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dmc::nest {

/// Where something stands in a text; both count from 1.
struct Place {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

/// A text and what messages call it.
struct Source {
  std::string name;
  std::string text;
};

/// Throws dmc::Error: "name:line:column: message", the line, and a mark below the column.
[[noreturn]] void fail_at(const Source& source, Place place, std::string_view message);

}  // namespace dmc::nest
