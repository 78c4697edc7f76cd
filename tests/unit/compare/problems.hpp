#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dmc/analysis/compare.hpp"

namespace dmc::test {

inline CompareRequest request_for(
    std::initializer_list<std::string_view> names,
    std::vector<std::pair<std::string, std::vector<std::uint64_t>>> values, Model model = {}) {
  CompareRequest request;
  for (const std::string_view name : names) {
    request.kernels.push_back(&find_kernel(name));
  }
  request.values = std::move(values);
  request.model = std::move(model);
  return request;
}

}  // namespace dmc::test
