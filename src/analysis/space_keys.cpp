#include "space_keys.hpp"

#include "dmc/util/error.hpp"

namespace dmc {

std::uint64_t SpaceKeys::find(std::uint64_t part) {
  const auto known = uppers_.find(part);
  if (known != uppers_.end()) {
    return std::uint64_t{known->second} << 32;
  }
  auto upper = static_cast<std::uint32_t>(part);
  if (parts_.contains(upper)) {
    if (parts_.size() == 0xffff'ffff) {
      throw Error("the trace's address spaces are spread too far to be told apart");
    }
    while (parts_.contains(spare_)) {
      --spare_;
    }
    upper = spare_;
  }
  uppers_.emplace(part, upper);
  parts_.emplace(upper, part);
  return std::uint64_t{upper} << 32;
}

SpaceKeys::Place SpaceKeys::place(std::uint64_t key) const {
  const auto found = parts_.find(static_cast<std::uint32_t>(key >> 32));
  if (found == parts_.end()) {
    return {0, key};
  }
  return {static_cast<std::uint32_t>(found->second >> 32),
          found->second << 32 | (key & 0xffff'ffff)};
}

std::map<std::uint32_t, std::uint32_t> SpaceKeys::spaces() const {
  std::map<std::uint32_t, std::uint32_t> spaces;
  for (const auto& [upper, part] : parts_) {
    spaces.emplace(upper, static_cast<std::uint32_t>(part >> 32));
  }
  return spaces;
}

}  // namespace dmc
