#pragma once

#include <cstdint>
#include <string>

#include "dmc/tracefile/recorded.hpp"

namespace dmc::tracefile {

/// A file that can be read from anywhere, by several threads at once.
class OpenFile {
 public:
  /// Throws dmc::Error where it cannot be read, or is not a regular file.
  explicit OpenFile(const std::string& path);
  ~OpenFile();
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::uint64_t size() const { return size_; }

  /// The bytes from an offset on. This object must outlive the source.
  [[nodiscard]] ByteSource from(std::uint64_t offset) const;

 private:
  std::string path_;
  int descriptor_;
  std::uint64_t size_ = 0;
};

}  // namespace dmc::tracefile
