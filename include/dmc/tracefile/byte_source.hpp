#pragma once

#include <cstddef>
#include <functional>
#include <span>

namespace dmc {

/// Where bytes come from: fills the span and returns how many bytes it put there, fewer than asked
/// for only at the end. Throws dmc::Error where reading fails.
using ByteSource = std::function<std::size_t(std::span<char>)>;

}  // namespace dmc
