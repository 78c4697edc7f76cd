#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dmc/tracefile/reference.hpp"
#include "dmc/tracefile/reference_reader.hpp"
#include "dmc/tracefile/trace_format.hpp"

namespace dmc {

/// Where the ids stand in the lines of a csv.
struct CsvLayout {
  bool known = false;
  char separator = ',';
  std::size_t column = 0;
};

/// What a format's parser knows from one stretch of a trace to the next, and where it takes what it
/// cannot read.
class ParseState {
 public:
  ParseState(const TraceFormat& format, ReadOptions options, std::string file);

  /// A line that is not as the format has them. Throws dmc::Error unless bad lines are skipped.
  void reject_line(std::string_view text, std::string_view expected);
  /// The same for a record of a binary format that begins `from_here` bytes after what was parsed.
  void reject_record(std::uint64_t from_here, std::string_view why);
  /// Throws where an access has a size or an end that no access has.
  [[nodiscard]] bool is_sane(const TraceReference& reference) const {
    return reference.size - 1 < format_->max_size() &&
           reference.address <= ~std::uint64_t{0} - (reference.size - 1);
  }
  /// "1 to 65536 bytes …": what is_sane() demands.
  [[nodiscard]] std::string sane_sizes() const;

  /// The index of a thread, by its name in the trace.
  [[nodiscard]] std::uint16_t thread(std::string_view name) {
    return name == last_thread_ ? last_index_ : other_thread(name);
  }

  [[nodiscard]] const ReadOptions& options() const { return options_; }
  [[nodiscard]] const std::string& file() const { return file_; }

  std::uint64_t line = 1;    ///< number of the next line
  std::uint64_t offset = 0;  ///< of the bytes that are being parsed, in the decompressed file
  ReadCounts counts;
  std::vector<std::string> threads;
  CsvLayout csv;
  bool started = false;   ///< for formats with a header: it has been read
  bool finished = false;  ///< what follows cannot be read any more

 private:
  [[nodiscard]] std::uint16_t other_thread(std::string_view name);
  void reject(std::string message);

  const TraceFormat* format_;
  ReadOptions options_;
  std::string file_;
  std::unordered_map<std::string, std::uint16_t> thread_numbers_;
  std::string last_thread_;
  std::uint16_t last_index_ = 0;
};

/// The beginning of a text that may be anything, fit to be shown: "' L 1fff000628;8'".
[[nodiscard]] std::string excerpt(std::string_view text);

}  // namespace dmc
