#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "dmc/tracefile/reference.hpp"

namespace dmc {

class ParseState;

/// What the addresses of a format are.
enum class AddressUnit : std::uint8_t {
  memory,   ///< bytes of memory
  storage,  ///< bytes of a disk
  id,       ///< names of data: nothing to divide by
};

/// Bytes that a datum has where the user does not say.
[[nodiscard]] constexpr std::uint64_t default_granule(AddressUnit unit) {
  return unit == AddressUnit::memory ? 8 : unit == AddressUnit::storage ? 4096 : 1;
}

/// A format of traces that other tools write.
struct TraceFormat {
  std::string_view name;     ///< as --input-format takes it
  std::string_view summary;  ///< for `dmc list formats`
  AddressUnit unit = AddressUnit::memory;
  bool has_threads = false;
  /// What its address spaces are, where a file may hold several: "process", "disk"; see
  /// ParseState::space().
  std::string_view space_noun = {};
  /// How sure it is that a file which begins so is of this format; 0: it is not. `complete` says
  /// that this is all of it.
  int (*recognise)(std::string_view beginning, bool complete) = nullptr;
  /// Adds to the batch, while there is room, the references of all records that begin `bytes`.
  /// Returns how many bytes those take. `last`: nothing comes after these bytes. Text always ends
  /// with the end of a line.
  std::size_t (*parse)(ParseState& state, std::string_view bytes, bool last,
                       ReferenceBatch& batch) = nullptr;
  bool is_text = true;
  bool has_kinds = true;  ///< it tells reads from writes
  /// For formats that are tables, before parsing: finds out from the beginning how to read the
  /// rest; may be null. Throws dmc::Error where that is not clear.
  void (*prepare)(ParseState& state, std::string_view beginning, bool complete) = nullptr;

  /// Bytes that a datum has where the user does not say.
  [[nodiscard]] std::uint64_t default_granule() const { return dmc::default_granule(unit); }
  /// The largest access that is believed.
  [[nodiscard]] std::uint32_t max_size() const {
    return unit == AddressUnit::storage ? std::uint32_t{1} << 30 : std::uint32_t{1} << 16;
  }
};

/// Every format, in the order in which they are tried.
[[nodiscard]] std::span<const TraceFormat> trace_formats();

/// The format of that name; throws dmc::Error with the nearest name otherwise.
[[nodiscard]] const TraceFormat& find_trace_format(std::string_view name);

/// The format of a file that begins so. Throws dmc::Error, with `name` as the file's, where it is
/// none of them, and with the reason where it is something that cannot be analyzed.
[[nodiscard]] const TraceFormat& recognise_trace_format(std::string_view beginning, bool complete,
                                                        std::string_view name);

}  // namespace dmc
