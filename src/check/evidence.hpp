#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dmc/analysis/run.hpp"
#include "dmc/check/expectations.hpp"

namespace dmc {

/// All that expectations can ask of a result, wherever it comes from.
struct Evidence {
  using Figures = std::map<std::string, CheckedValue, std::less<>>;
  std::map<Subject, Figures> parts;  ///< the whole is the part that names nothing
  std::vector<KnownClass> classes;   ///< of (array, carried by), by descending DMD
  double seconds = 0;
};

[[nodiscard]] Evidence evidence_of(const RunResult& run);
[[nodiscard]] Evidence evidence_of(const Measurement& measurement);

/// Reads a result that was written as JSON: "dmc.run/1" or any other schema with the same keys.
/// Keys that are missing are quantities that cannot be asked for. Throws dmc::Error naming the file
/// for what cannot be read.
[[nodiscard]] Evidence read_evidence(const std::string& path);

}  // namespace dmc
