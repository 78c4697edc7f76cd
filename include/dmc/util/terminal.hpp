#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

namespace dmc {

/// What the user asked for with --color.
enum class ColorChoice : std::uint8_t { automatic, always, never };

/// What is known about where a stream of output goes.
struct Terminal {
  bool interactive =
      false;  ///< somebody is watching: a terminal that understands control sequences
  bool color = false;
  /// Whether tables have to fit the width. What goes to a pipe or a file is read by programs or in
  /// an editor, where nobody can widen it: there, nothing is left out.
  bool is_narrow = true;
  std::size_t width = 80;  ///< in columns, for tables and running text
};

/// Looks up an environment variable as std::getenv does.
using Environment = std::function<const char*(const char*)>;

/// The terminal behind a file descriptor. Colour: --color decides where it is given; then a
/// NO_COLOR that is not empty turns it off, a FORCE_COLOR that is neither empty nor 0 turns it on;
/// otherwise it is on for a terminal other than TERM=dumb. Width: COLUMNS, else the terminal's own,
/// else 80. Tables are bound by it on a terminal, and where COLUMNS says so.
[[nodiscard]] Terminal describe_terminal(int descriptor, ColorChoice choice,
                                         const Environment& environment);
[[nodiscard]] Terminal describe_terminal(int descriptor, ColorChoice choice);

}  // namespace dmc
