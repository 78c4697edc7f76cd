#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dmc/analysis/sweep.hpp"

namespace dmc {

/// How a sweep is written: a table, or an object a line. docs/using.md names the columns and keys.
enum class SweepFormat : std::uint8_t { csv, jsonl };

/// The lines of a sweep's file. The same plan gives the same text, whatever was run when.
class SweepText {
 public:
  /// `classes`: with the named classes of reuses, too.
  SweepText(const SweepPlan& plan, SweepFormat format, bool classes);

  /// The first line of a table; empty for objects, which say themselves what they hold.
  [[nodiscard]] const std::string& header() const { return header_; }

  /// A row as one line, line end included.
  [[nodiscard]] std::string line(const SweepRow& row) const;

  /// What the line of a point begins with, and no other's.
  [[nodiscard]] std::string beginning(const Parameters& parameters, const Model& model) const;

  /// The same of a line; empty where it begins otherwise.
  [[nodiscard]] std::string_view key_of(std::string_view line) const;

  /// What is wrong with a line, without its end, as a row of this sweep; empty where nothing is.
  [[nodiscard]] std::string fault_in(std::string_view text) const;

 private:
  const Kernel* kernel_;
  SweepFormat format_;
  bool classes_;
  std::vector<std::string> formulas_;  // columns of a table: all that speak about any point
  std::string header_;
  std::vector<std::string> columns_;  // of a table
  std::size_t keys_ = 0;              // of them, those that say which point it is
};

/// A file that a sweep's rows go to as they are there, and that is put in order when it is
/// complete. Until then they are in `FILE.partial`, in the order in which they came: what is there
/// survives whatever ends the program, and a later sweep can begin with it.
class SweepFile {
 public:
  /// Opens `path`.partial, and reads from it and from `path` what an earlier sweep has found out,
  /// where `resume` is set. Without, a partial file that is there is an error, since it may hold
  /// hours of work. Throws dmc::Error naming `option` for files that cannot be read, written or
  /// understood, and where another sweep is writing to the same file.
  SweepFile(std::string path, std::string_view option, const SweepPlan& plan, SweepText text,
            bool resume);
  ~SweepFile();
  SweepFile(const SweepFile&) = delete;
  SweepFile& operator=(const SweepFile&) = delete;

  /// Which points of the plan are known already.
  [[nodiscard]] std::vector<bool> known() const;

  /// What was damaged in what an earlier sweep has left, and is measured again; empty: nothing.
  [[nodiscard]] std::string note() const;

  /// Writes a row out, at once and in one piece.
  void add(std::size_t place, const SweepRow& row);

  /// Writes the file, with every row in the order of the plan, puts it in place, and removes the
  /// partial one. All rows must have been added or known.
  void commit();

 private:
  void open_partial(bool resume);
  /// Takes over the rows of a file; returns how long it is without half a line at its end.
  std::size_t read_lines(const std::string& path, const SweepPlan& plan);
  void take_line(std::string_view line, std::size_t place, const std::string& where);
  void begin_partial(std::size_t complete);
  void write(std::string_view text);
  [[noreturn]] void fail(std::string_view doing, const std::string& path, int error) const;

  std::string path_;
  std::string partial_;
  std::string option_;
  SweepText text_;
  std::vector<std::string> lines_;  // by place; empty: not known
  std::vector<bool> doubtful_;      // by place: what files say of it differs
  std::size_t damaged_ = 0;
  std::string first_damaged_;
  int descriptor_ = -1;
};

/// A sweep as it is in a file.
struct Sweep {
  const Kernel* kernel = nullptr;
  std::vector<SweepRow> rows = {};
};

/// Reads a file that a sweep has written, or a partial one: then without the line that was being
/// written. The format is seen from the contents. Throws dmc::Error with file and line for anything
/// else.
[[nodiscard]] Sweep read_sweep(const std::string& path);

}  // namespace dmc
