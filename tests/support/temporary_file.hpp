#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>

namespace dmc::test {

/// A file with some contents that is gone when the test is over.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::string_view contents) {
    std::string pattern = (std::filesystem::temp_directory_path() / "dmc-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
      throw std::runtime_error("no temporary directory");
    }
    directory_ = pattern;
    std::ofstream(path(), std::ios::binary) << contents;
  }
  ~TemporaryFile() { std::filesystem::remove_all(directory_); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  [[nodiscard]] std::string path() const { return directory_ / "trace"; }

 private:
  std::filesystem::path directory_;
};

}  // namespace dmc::test
