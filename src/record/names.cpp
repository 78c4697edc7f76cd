#include "names.hpp"

namespace dmc::record {
namespace {

constexpr std::size_t k_most_arrays = 0x7fff;
constexpr std::size_t k_most_labels = 0xfff0;
constexpr const char* k_elsewhere = "elsewhere";

}  // namespace

Names::Names() {
  names_.labels.emplace_back("program");
  elsewhere_ = label(k_elsewhere);
  static_cast<void>(pair(structure(k_elsewhere), elsewhere_));
}

std::uint32_t Names::structure(const std::string& name) {
  const auto [found, is_new] =
      structure_ids_.try_emplace(name, static_cast<std::uint32_t>(structures_.size()));
  if (is_new) {
    structures_.push_back(name);
  }
  return found->second;
}

LabelId Names::label(const std::string& name) {
  const auto found = label_ids_.find(name);
  if (found != label_ids_.end()) {
    return found->second;
  }
  if (names_.labels.size() >= k_most_labels) {
    return elsewhere_;
  }
  const auto id = static_cast<LabelId>(names_.labels.size());
  names_.labels.push_back(name);
  label_ids_.emplace(name, id);
  return id;
}

ArrayId Names::add_array(std::uint32_t structure, LabelId line) {
  names_.arrays.push_back(structures_[structure]);
  names_.stages.push_back(line);
  return static_cast<ArrayId>(names_.arrays.size() - 1);
}

ArrayId Names::pair(std::uint32_t structure, LabelId line) {
  const std::uint64_t key = (std::uint64_t{structure} << 32) | line;
  const auto found = pair_ids_.find(key);
  if (found != pair_ids_.end()) {
    return found->second;
  }
  // A structure's first number is the one outside of all lines.
  const std::uint64_t outside = std::uint64_t{structure} << 32;
  const bool is_known = pair_ids_.contains(outside);
  if (names_.arrays.size() + (is_known ? 1 : 2) > k_most_arrays) {
    return pair_ids_.at(elsewhere_);  // structure 0
  }
  if (!is_known) {
    pair_ids_.emplace(outside, add_array(structure, 0));
  }
  const ArrayId id = add_array(structure, line);
  pair_ids_.emplace(key, id);
  return id;
}

}  // namespace dmc::record
