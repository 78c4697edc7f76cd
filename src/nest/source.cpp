#include "dmc/nest/source.hpp"

#include <algorithm>
#include <cstddef>

#include <fmt/format.h>

#include "dmc/nest/source_error.hpp"

namespace dmc::nest {
namespace {

constexpr std::size_t k_most_columns = 100;  // of a line that is shown

std::string_view line_of(std::string_view text, std::uint32_t line) {
  std::size_t begin = 0;
  for (std::uint32_t passed = 1; passed < line && begin < text.size(); ++passed) {
    begin = std::min(text.find('\n', begin), text.size() - 1) + 1;
  }
  return text.substr(begin, text.find('\n', begin) - begin);
}

// What a terminal shows as one column: tabs would move the mark, and files that are no text must
// not reach the terminal as they are.
char shown(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return c == '\t' ? ' ' : byte < 0x20 || byte > 0x7e ? '?' : c;
}

}  // namespace

void fail_at(const Source& source, Place place, std::string_view message) {
  const std::string_view line = line_of(source.text, place.line);
  std::size_t column = std::max<std::uint32_t>(place.column, 1) - 1;
  const std::size_t first =
      column > k_most_columns / 2 && line.size() > k_most_columns ? column - k_most_columns / 2 : 0;
  std::string text(line.substr(std::min(first, line.size()), k_most_columns));
  std::transform(text.begin(), text.end(), text.begin(), shown);
  column -= first;
  throw SourceError(fmt::format("{}:{}:{}: {}", source.name, place.line, place.column, message),
                    fmt::format("  {}\n  {:>{}}", text, '^', column + 1));
}

}  // namespace dmc::nest
