#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dmc/tracefile/reference_reader.hpp"
#include "dmc/util/error.hpp"

#include "temporary_file.hpp"

namespace dmc::test {

/// Everything that a reader says of a trace.
struct Trace {
  std::string_view format;
  std::vector<TraceReference> references;
  std::vector<std::string> threads;
  ReadCounts counts;
  std::vector<std::string> spaces;  ///< "file: name"
};

inline Trace everything(ReferenceReader& reader) {
  Trace trace;
  trace.format = reader.format().name;
  while (const ReferenceBatch* batch = reader.next()) {
    const auto references = batch->references();
    trace.references.insert(trace.references.end(), references.begin(), references.end());
  }
  trace.threads = reader.threads();
  trace.counts = reader.counts();
  for (const AddressSpace& space : reader.spaces()) {
    const bool both = !space.file.empty() && !space.name.empty();
    trace.spaces.push_back(space.file + (both ? ": " : "") + space.name);
  }
  return trace;
}

inline Trace read_all(std::string_view contents, const ReadOptions& options = {}) {
  const TemporaryFile file(contents);
  ReferenceReader reader(TraceInput(file.path()), options);
  return everything(reader);
}

/// What reading complains about; empty where it does not.
inline std::string error_of(std::string_view contents, const ReadOptions& options = {}) {
  try {
    static_cast<void>(read_all(contents, options));
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

inline bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != text.npos;
}

/// The number as the binary formats store it.
template <class Number>
std::string little_endian_bytes(Number number) {
  std::string bytes;
  for (std::size_t i = 0; i < sizeof(Number); ++i) {
    bytes += static_cast<char>(static_cast<std::uint64_t>(number) >> (8 * i) & 0xff);
  }
  return bytes;
}

}  // namespace dmc::test
