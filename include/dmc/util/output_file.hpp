#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

namespace dmc {

class UnfinishedFile;

/// A file that appears complete or not at all. The constructor makes a temporary file beside it,
/// which also shows whether the file can be written before any long work begins; commit() gives it
/// its name, once it is safe on the disk. Links are followed, also to a file that does not exist
/// yet. Without commit the temporary file is removed. "-" is standard output; that and
/// whatever else is no regular file (a device, a pipe) is written directly. All failures throw
/// dmc::Error.
class OutputFile {
 public:
  /// `option` names the file in errors: "-o".
  OutputFile(std::string path, std::string_view option);
  ~OutputFile();
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&& other) = delete;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  void write(std::string_view text);

  /// Writes out what is still buffered and puts the file in place. Once, at the end.
  void commit();

  /// Where the file will be: absolute and without symbolic links, "-" for standard output.
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  void open_beside();
  void open_directly();
  void flush();
  [[noreturn]] void fail(std::string_view doing, int error) const;

  std::string path_;
  std::string given_;  // the path as the user wrote it
  std::string option_;
  std::string temporary_;  // empty: written directly
  std::unique_ptr<UnfinishedFile> unfinished_;
  std::string buffer_;
  int descriptor_ = -1;
};

/// The absolute path of the file that would be written, behind all links.
[[nodiscard]] std::string resolved_path(const std::string& path);

/// Writes text to standard output. Throws dmc::Error where it does not take it: full disk, closed
/// pipe.
void write_stdout(std::string_view text);

}  // namespace dmc
