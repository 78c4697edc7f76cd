#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "dmc/tracefile/recorded.hpp"
#include "dmc/tracefile/reference.hpp"
#include "dmc/tracefile/table_columns.hpp"
#include "dmc/tracefile/trace_format.hpp"
#include "dmc/tracefile/trace_input.hpp"

namespace dmc {

/// How to read a foreign trace.
struct ReadOptions {
  std::string format = {};  ///< empty: recognised from content
  bool lenient = false;     ///< bad lines and records are skipped and counted
  /// Files and processes have one address space in common. What a trace names otherwise, such as
  /// disks, stays apart.
  bool shared = false;
  /// For tables: the column of ids, by position from 1 or by the name in the first line; empty: the
  /// only one, or `columns` names it.
  std::string column = {};
  std::vector<TableColumn> columns = {};  ///< for tables: which columns mean what
  std::optional<char> delimiter = {};     ///< for tables: between columns; none: found out
  bool text_keys = false;                 ///< for tables: ids are any text, told by a 64-bit hash
  bool keep_keys = false;                 ///< remember them, for key_of()
  std::vector<std::string> reads = {};    ///< for tables: what the op column calls a read, and no
                                          ///< write; empty: the usual words
  bool must_know_operations = false;      ///< refuse what does not tell reads from writes
  bool ids_are_addresses = false;         ///< for tables: an id with a size is a range of bytes
  std::string action = {};                ///< for blkparse: which action counts; empty: Q
};

/// What a reader came by.
struct ReadCounts {
  std::uint64_t references = 0;
  std::uint64_t bad = 0;        ///< lines or records that were skipped
  std::uint64_t unrelated = 0;  ///< lines that do not look like the format's: a program's output
  std::string first_bad = {};   ///< what was wrong with the first
  std::uint64_t empty = 0;      ///< accesses of no bytes, which touch nothing
  std::string note = {};        ///< something odd about the trace that is no error
};

/// Addresses that have nothing to do with those of other spaces.
struct AddressSpace {
  std::string file;       ///< empty where it is the only one, or shares its spaces with others
  std::string name = {};  ///< in the file: "process 4711", "disk usr,0"; empty: all of it
};

/// Reads a trace that some other tool wrote, front to back; or several, one after the other.
/// Parsing runs on a thread of its own, so that it overlaps with what is done with the references.
/// Memory does not depend on the length.
///
/// A trace recorded by dmc is read as references, too: its data lie side by side, in the order of
/// their numbers, and have the bytes that its elements and blocks have in the program. Where those
/// are not known, or no power of two, references are by number.
///
/// Errors are dmc::Error with file and line, or offset: what is not of the format, records cut
/// short, a line without end, accesses of no or an absurd size.
class ReferenceReader {
 public:
  explicit ReferenceReader(TraceInput input, const ReadOptions& options = {});
  /// Several files of one format, as though they were one; each has an address space of its own
  /// unless `options.shared`. Throws dmc::Error where one of them is of another format.
  ReferenceReader(std::vector<std::string> paths, const ReadOptions& options);
  ~ReferenceReader();
  ReferenceReader(ReferenceReader&&) noexcept;
  ReferenceReader& operator=(ReferenceReader&&) noexcept;

  [[nodiscard]] const TraceFormat& format() const;
  /// What to call it: the file, or all of them.
  [[nodiscard]] const std::string& name() const;
  [[nodiscard]] const std::vector<std::string>& files() const;
  /// How far files have been read, and how long they are in all (0: not known), in bytes.
  [[nodiscard]] std::uint64_t position() const;
  [[nodiscard]] std::uint64_t size() const;
  /// What the addresses are, and bytes that a datum has where the user does not say.
  [[nodiscard]] AddressUnit unit() const;
  [[nodiscard]] std::uint64_t default_granule() const;
  /// Whether reads are told from writes.
  [[nodiscard]] bool tells_kinds() const;
  /// Whether ids are texts, which have no bytes.
  [[nodiscard]] bool has_text_keys() const;
  /// Of a trace recorded by dmc: how. Null for others.
  [[nodiscard]] const RecordedHeader* recorded() const;

  /// The next references, which stay until the next call; null at the end.
  [[nodiscard]] const ReferenceBatch* next();

  /// Reads no further: the end.
  void stop();

  /// After the end.
  [[nodiscard]] const ReadCounts& counts() const;
  /// The names of the trace's threads, in order of appearance; one without a name where the format
  /// has none. After the end.
  [[nodiscard]] const std::vector<std::string>& threads() const;
  /// The address spaces that references are of, by number. After the end.
  [[nodiscard]] const std::vector<AddressSpace>& spaces() const;
  /// How the files were compressed; "mixed" where not alike. After the end.
  [[nodiscard]] std::string_view compression() const;
  /// The text that an address is the hash of, where keys are kept. After the end.
  [[nodiscard]] std::string key_of(std::uint64_t address) const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace dmc
