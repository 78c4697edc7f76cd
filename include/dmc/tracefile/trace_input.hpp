#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "dmc/tracefile/byte_source.hpp"

namespace dmc {

/// A trace file, or standard input for "-", as a stream of bytes: what gzip, zstd or xz have
/// compressed comes out decompressed, whatever the file is called. Decompression runs on a thread
/// of its own. Memory does not depend on the length.
class TraceInput {
 public:
  /// Opens the file and looks at its beginning. Throws dmc::Error where there is no such file, it
  /// is empty, or cannot be read.
  explicit TraceInput(const std::string& path);
  ~TraceInput();
  TraceInput(TraceInput&&) noexcept;
  TraceInput& operator=(TraceInput&&) noexcept;

  /// What errors call it: the path, or "standard input".
  [[nodiscard]] const std::string& name() const;
  /// "none", "gzip", "zstd" or "xz".
  [[nodiscard]] std::string_view compression() const;
  /// The first bytes, at least 64 KiB where there are so many. They are still to be read.
  [[nodiscard]] std::string_view beginning() const;
  /// Whether the beginning is all there is.
  [[nodiscard]] bool ends_there() const;

  /// The next bytes; fewer than asked for only at the end.
  [[nodiscard]] std::size_t read(std::span<char> bytes);

  /// How far the file itself has been read, and how long it is (0: not known), in bytes. Any thread
  /// may ask.
  [[nodiscard]] std::uint64_t position() const;
  [[nodiscard]] std::uint64_t size() const;

  /// From any thread: whoever waits for bytes gets an end instead.
  void cancel();

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace dmc
