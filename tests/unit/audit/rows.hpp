#pragma once

#include <functional>
#include <vector>

#include "dmc/audit/finding.hpp"

namespace dmc::test {

inline EvidenceRow row(double x, double measured, double claimed) {
  return {.x = x,
          .subject = "made up",
          .command = {},
          .quantity = {},
          .measured = measured,
          .claimed = claimed,
          .ratio = measured == claimed ? 1 : measured / claimed};
}

/// Rows at 16, 32, …, 512 whose ratio is a function of x.
inline std::vector<EvidenceRow> series(const std::function<double(double)>& ratio) {
  std::vector<EvidenceRow> rows;
  rows.reserve(6);
  for (double x = 16; x <= 512; x *= 2) {
    rows.push_back(row(x, ratio(x) * x * x, x * x));
  }
  return rows;
}

}  // namespace dmc::test
