#include "overwriting.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <unistd.h>

#include "dmc/util/error.hpp"
#include "dmc/util/input_file.hpp"

namespace dmc::cli {
namespace {

std::optional<FileIdentity> identity(const std::string& path, int standard_stream) {
  return path == "-" ? identity_of(standard_stream) : identity_of(path);
}

std::string shown(const std::string& path, const char* standard_stream) {
  return path == "-" ? standard_stream : path;
}

}  // namespace

void refuse_overwriting(const OutputNames& outputs, std::span<const std::string> inputs) {
  for (const auto& [option, output] : outputs) {
    const auto written = identity(output, STDOUT_FILENO);
    for (const std::string& input : inputs) {
      if (!written || identity(input, STDIN_FILENO) != written) {
        continue;
      }
      const std::string target = shown(output, "standard output");
      const std::string source = shown(input, "standard input");
      throw Error(target == source
                      ? fmt::format("{}: {} is read, and would be overwritten; give another file "
                                    "for the result",
                                    option, target)
                      : fmt::format("{}: {} is the same file as {}, which is read, and would be "
                                    "overwritten; give another file for the result",
                                    option, target, source));
    }
  }
}

}  // namespace dmc::cli
