#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

namespace dmc::cli {

/// The files that options name to be written: "-o", "out.json".
using OutputNames = std::vector<std::pair<std::string, std::string>>;

/// Throws dmc::Error where a file that is read would be written to: what is there would be lost.
/// Files are the same if device and inode are, however they are called. Before any is opened.
void refuse_overwriting(const OutputNames& outputs, std::span<const std::string> inputs);

}  // namespace dmc::cli
