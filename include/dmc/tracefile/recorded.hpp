#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dmc/trace/batch.hpp"
#include "dmc/trace/model.hpp"
#include "dmc/trace/tracer.hpp"
#include "dmc/tracefile/byte_source.hpp"

namespace dmc {

/// What a recorded trace says of itself before its first access.
struct RecordedHeader {
  std::string program;     ///< a kernel's name, or what an instrumented program calls itself
  bool is_kernel = false;  ///< one of dmc's own kernels, with its parameters complete
  std::vector<std::pair<std::string, std::uint64_t>> parameters = {};
  Model model = {};                     ///< the accesses are those made under this model
  std::uint64_t element_bytes = 0;      ///< size of an element in the program; 0: not known
  std::uint64_t expected_accesses = 0;  ///< as known before the run; 0: not known
  std::uint64_t expected_data = 0;
};

/// Whether a file that begins with these bytes (8 suffice) is a trace recorded by dmc.
[[nodiscard]] bool is_recorded(std::string_view beginning);

/// Reads a trace recorded by dmc from front to back, as docs/trace-format.md defines it. Memory
/// does not depend on its length but for 24 bytes in 250 000 accesses. Everything is checked: what
/// comes out is what was recorded, or dmc::Error says at which offset of the file it is not.
class RecordedReader {
 public:
  /// Reads the header. `name` is what errors call the file.
  RecordedReader(ByteSource source, std::string name);
  ~RecordedReader();
  RecordedReader(RecordedReader&&) noexcept;
  RecordedReader& operator=(RecordedReader&&) noexcept;

  [[nodiscard]] const RecordedHeader& header() const;

  /// From here on a thread of its own reads ahead of next(). Before the first next() only.
  void read_ahead();

  /// The next accesses with the scope events among them; false at the end of the trace, when the
  /// whole file has been checked.
  [[nodiscard]] bool next(Batch& batch);

  /// What ids in the batches stand for; complete when next() has returned false.
  [[nodiscard]] const TraceNames& names() const;

  /// Accesses given out so far.
  [[nodiscard]] std::uint64_t accesses() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace dmc
