#pragma once

#include <fstream>
#include <string>
#include <string_view>

#include "temporary_folder.hpp"

namespace dmc::test {

/// A file with some contents that is gone when the test is over.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::string_view contents) {
    std::ofstream(path(), std::ios::binary) << contents;
  }

  [[nodiscard]] std::string path() const { return folder_ / "trace"; }

 private:
  TemporaryFolder folder_;
};

}  // namespace dmc::test
