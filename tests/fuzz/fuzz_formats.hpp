#pragma once

#include <string_view>

namespace dmc::fuzz {

/// The formats that a program's input is read as: "one,two".
[[nodiscard]] std::string_view formats();

}  // namespace dmc::fuzz
