#pragma once

#include <span>
#include <string>
#include <string_view>

#include "dmc/report/document.hpp"
#include "dmc/util/terminal.hpp"

namespace dmc {

/// A way to write documents.
struct Format {
  std::string_view name;     ///< as --format takes it
  std::string_view ending;   ///< of a file's name that asks for it: ".md"; empty: none
  std::string_view summary;  ///< for `dmc list formats`
  /// The whole text, line end included. The terminal matters to formats for people only.
  std::string (*render)(const Document& document, const Terminal& terminal);
};

/// Every format; the first is the default.
[[nodiscard]] std::span<const Format> formats();

/// The format of that name; throws dmc::Error with the nearest name otherwise.
[[nodiscard]] const Format& find_format(std::string_view name);

/// The format that a file's name asks for by its ending: the default where it has none, none (null)
/// where it has another.
[[nodiscard]] const Format* format_for_file(std::string_view path);

/// What says of a file's name what is in it: ".json", in lower case. Empty where the name has
/// nothing of the kind: "result", ".hidden", "tmp.Zk3vQ0bX9w", "run-0.5".
[[nodiscard]] std::string file_ending(std::string_view path);

// One function a format, one file each.
[[nodiscard]] std::string render_table(const Document& given, const Terminal& terminal);
[[nodiscard]] std::string render_json(const Document& document, const Terminal& terminal);
[[nodiscard]] std::string render_csv(const Document& given, const Terminal& terminal);
[[nodiscard]] std::string render_markdown(const Document& given, const Terminal& terminal);

}  // namespace dmc
