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

#include "tables/table_layout.hpp"

namespace dmc {

/// What a format's parser knows from one stretch of a trace to the next, and where it takes what it
/// cannot read.
class ParseState {
 public:
  ParseState(const TraceFormat& format, ReadOptions options, std::string file);

  /// Goes on in the next of several files: takes over what was counted, and, where files share
  /// address spaces, which space and thread a name stands for.
  void follow(ParseState& before);

  /// A line that is not as the format has them. Throws dmc::Error unless bad lines are skipped.
  void reject_line(std::string_view text, std::string_view expected);
  /// The same for a record of a binary format that begins `from_here` bytes after what was parsed.
  void reject_record(std::uint64_t from_here, std::string_view why);
  /// Throws where an access has a size or an end that no access has.
  [[nodiscard]] bool is_sane(const TraceReference& reference) const {
    return reference.size - 1 < max_size_ &&
           reference.address <= ~std::uint64_t{0} - (reference.size - 1);
  }
  /// "1 to 65536 bytes …": what is_sane() demands.
  [[nodiscard]] std::string sane_sizes() const;

  /// The index of a thread, by its name in the trace.
  [[nodiscard]] std::uint16_t thread(std::string_view name) {
    return name == last_thread_ ? last_index_ : other_thread(name);
  }

  /// The address space of that name: an index into `spaces`, to be put into references. The first
  /// name is given to the space that all files begin with, so that it holds for what came before.
  [[nodiscard]] std::uint32_t space(std::string_view name) {
    return space_is_named_ && name == spaces[last_space_] ? last_space_ : other_space(name);
  }
  /// The text key that an address stands for, where keys are kept.
  [[nodiscard]] std::string key_at(std::uint64_t address) const;

  /// What the addresses are, where the file says more than its format.
  void set_unit(AddressUnit unit);
  [[nodiscard]] AddressUnit unit() const { return unit_; }
  /// Something odd that is no error.
  void add_note(std::string_view text);

  [[nodiscard]] const ReadOptions& options() const { return options_; }
  [[nodiscard]] const std::string& file() const { return file_; }

  std::uint64_t line = 1;    ///< number of the next line
  std::uint64_t offset = 0;  ///< of the bytes that are being parsed, in the decompressed file
  ReadCounts counts;
  std::vector<std::string> threads;
  std::string thread_prefix;            ///< put before the names of threads
  std::vector<std::string> spaces{""};  ///< names of the file's address spaces
  /// Whether references may be of other spaces than the first. Formats that find out set it before
  /// they give the first reference.
  bool has_spaces = false;
  std::string_view space_noun = {};                     ///< what they are: "process", "disk"
  TableLayout table;                                    ///< of formats that are tables
  std::unordered_map<std::uint64_t, std::string> keys;  ///< by hash, where they are to be kept
  std::uint64_t silent_lines = 0;   ///< lines that belong to the format but hold nothing to count
  std::string heading;              ///< the line that names the columns
  std::uint32_t current_space = 0;  ///< for formats that say when it changes
  std::size_t record_size = 0;      ///< for formats that have records of several sizes
  bool started = false;             ///< for formats with a header: it has been read
  bool finished = false;            ///< what follows cannot be read any more

 private:
  [[nodiscard]] std::uint16_t other_thread(std::string_view name);
  [[nodiscard]] std::uint32_t other_space(std::string_view name);
  void reject(std::string message);

  const TraceFormat* format_;
  ReadOptions options_;
  std::string file_;
  std::unordered_map<std::string, std::uint16_t> thread_numbers_;
  std::string last_thread_;
  std::uint16_t last_index_ = 0;
  std::unordered_map<std::string, std::uint32_t> space_numbers_;
  std::uint32_t last_space_ = 0;
  bool space_is_named_ = false;
  AddressUnit unit_;
  std::uint32_t max_size_;
};

/// Text without the mark that some editors put before it.
[[nodiscard]] inline std::string_view without_byte_order_mark(std::string_view text) {
  constexpr std::string_view k_mark = "\xef\xbb\xbf";
  return text.starts_with(k_mark) ? text.substr(k_mark.size()) : text;
}

/// The beginning of a text that may be anything, fit to be shown: "' L 1fff000628;8'".
[[nodiscard]] std::string excerpt(std::string_view text);

}  // namespace dmc
