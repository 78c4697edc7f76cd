#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "dmc/trace/tracer.hpp"

namespace dmc::record {

/// Numbers for what a recording speaks of: data structures, source lines, functions, and pairs of a
/// structure and a line, which are the arrays of its batches. Numbers have few bits; what finds
/// none any more is put together under "elsewhere".
class Names {
 public:
  Names();

  [[nodiscard]] std::uint32_t structure(const std::string& name);
  /// A line or a function. Both are labels.
  [[nodiscard]] LabelId label(const std::string& name);
  /// The structure as it is accessed from the line.
  [[nodiscard]] ArrayId pair(std::uint32_t structure, LabelId line);

  [[nodiscard]] const TraceNames& names() const { return names_; }
  [[nodiscard]] std::uint32_t arrays() const {
    return static_cast<std::uint32_t>(names_.arrays.size());
  }
  [[nodiscard]] std::uint32_t labels() const {
    return static_cast<std::uint32_t>(names_.labels.size());
  }

 private:
  [[nodiscard]] ArrayId add_array(std::uint32_t structure, LabelId line);

  TraceNames names_;
  std::vector<std::string> structures_;
  std::unordered_map<std::string, std::uint32_t> structure_ids_;
  std::unordered_map<std::string, LabelId> label_ids_;
  std::unordered_map<std::uint64_t, ArrayId> pair_ids_;
  LabelId elsewhere_;
};

}  // namespace dmc::record
