#include <array>

#include "dmc/check/expectations.hpp"

namespace dmc {
namespace {

using Q = CheckedQuantity;
constexpr std::uint8_t k_any_reuses = Q::array | Q::reuses | Q::stage;

constexpr std::array k_quantities{
    CheckedQuantity{"accesses", true, Q::whole | Q::array | Q::stage},
    CheckedQuantity{"data", true, Q::whole},
    CheckedQuantity{"reuses", true, Q::whole | k_any_reuses},
    CheckedQuantity{"dmd", false, Q::whole | k_any_reuses},
    CheckedQuantity{"cold_cost", false, Q::whole},
    CheckedQuantity{"mean_distance", false, Q::whole},
    CheckedQuantity{"min_distance", true, k_any_reuses},
    CheckedQuantity{"max_distance", true, Q::whole | k_any_reuses},
    CheckedQuantity{"ratio", false, Q::formula},
};

}  // namespace

std::span<const CheckedQuantity> checked_quantities() {
  return k_quantities;
}

double number_of(const CheckedValue& figure) {
  return std::visit([](auto number) { return static_cast<double>(number); }, figure);
}

}  // namespace dmc
