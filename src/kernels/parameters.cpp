#include "parameters.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>
#include <string>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

namespace dmc {
namespace {

/// "--n, --h, --w and --k".
std::string options_of(std::span<const Parameter> parameters) {
  std::string text;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (i > 0) {
      text += i + 1 == parameters.size() ? " and " : ", ";
    }
    text += fmt::format("--{}", parameters[i].name);
  }
  return text;
}

const Parameter* find(const Kernel& kernel, std::string_view name) {
  const auto found = std::find_if(kernel.parameters.begin(), kernel.parameters.end(),
                                  [&](const Parameter& one) { return one.name == name; });
  return found == kernel.parameters.end() ? nullptr : &*found;
}

/// Whether a kernel has this parameter in its definition, with this very value.
bool is_fixed(const Kernel& kernel, std::string_view name, std::uint64_t value) {
  for (const auto& [fixed_name, fixed_value] : kernel.fixed) {
    if (fixed_name == name && fixed_value != value) {
      throw Error(fmt::format("--{} {}: {} is defined for --{} {} only", name, value, kernel.name,
                              name, fixed_value));
    }
    if (fixed_name == name) {
      return true;
    }
  }
  return false;
}

void check_range(const Parameter& parameter, std::uint64_t value) {
  if (!parameter.choices.empty()) {
    if (value >= parameter.choices.size()) {
      throw Error(fmt::format("--{} must be one of: {}", parameter.name,
                              fmt::join(parameter.choices, ", ")));
    }
  } else if (value < parameter.min || value > parameter.max) {
    throw Error(fmt::format("--{} {} is out of range: it must be from {} to {}", parameter.name,
                            value, parameter.min, parameter.max));
  }
}

/// The two divisors of a value that a rejected number lies between.
std::string nearest_divisors(std::uint64_t wanted, std::uint64_t value) {
  std::uint64_t below = 1;
  std::uint64_t above = value;
  for (std::uint64_t small = 1; small <= value / small; ++small) {
    if (value % small != 0) {
      continue;
    }
    for (const std::uint64_t divisor : {small, value / small}) {
      if (divisor < wanted) {
        below = std::max(below, divisor);
      } else {
        above = std::min(above, divisor);
      }
    }
  }
  return below == above ? fmt::format("{}", below) : fmt::format("{} or {}", below, above);
}

}  // namespace

std::uint64_t Parameters::operator[](std::string_view name) const {
  const auto found = values_.find(name);
  if (found == values_.end()) {
    throw std::out_of_range(fmt::format("no value for the parameter {}", name));
  }
  return found->second;
}

Parameters resolve_parameters(const Kernel& kernel, const Parameters& given) {
  Parameters own;
  for (const auto& [name, value] : given.entries()) {
    if (const Parameter* parameter = find(kernel, name)) {
      check_range(*parameter, value);
      own.set(name, value);
    } else if (!is_fixed(kernel, name, value)) {
      throw Error(fmt::format("{} has no parameter --{}; it takes {}", kernel.name, name,
                              options_of(kernel.parameters)));
    }
  }
  return kernel.resolve(own);
}

Parameters default_parameters(const Kernel& kernel, const Parameters& given) {
  const bool complete =
      std::none_of(kernel.parameters.begin(), kernel.parameters.end(),
                   [&](const Parameter& one) { return one.required && !given.has(one.name); });
  if (complete) {
    return resolve_parameters(kernel, given);
  }
  Parameters known = given;
  for (const Parameter& one : kernel.parameters) {
    if (!one.required && !one.derived && !given.has(one.name)) {
      known.set(one.name, one.fallback);
    }
  }
  return known;
}

Parameters complete(std::span<const Parameter> parameters, const Parameters& given) {
  Parameters all = given;
  for (const Parameter& parameter : parameters) {
    if (!parameter.derived && !given.has(parameter.name)) {
      all.set(parameter.name, parameter.fallback);
    }
  }
  return all;
}

void check_fits(std::uint64_t k, std::uint64_t smallest_side, std::string_view bound) {
  if (k > smallest_side) {
    throw Error(fmt::format("--k {} is larger than the image: it must be from 1 to {} ({})", k,
                            smallest_side, bound));
  }
}

void check_power_of_two(std::string_view option, std::uint64_t value) {
  if (!std::has_single_bit(value)) {
    throw Error(
        fmt::format("--{} {} is not a power of two: it must be 1, 2, 4, ..., and the nearest "
                    "are {} and {}",
                    option, value, std::bit_floor(value), std::bit_floor(value) * 2));
  }
}

void check_divides(std::string_view divisor_option, std::uint64_t divisor, std::string_view option,
                   std::uint64_t value) {
  if (value % divisor != 0) {
    throw Error(fmt::format(
        "--{} {} does not divide --{} {}: it must be a divisor of {} from 1 to "
        "{}, and the nearest legal value is {}",
        divisor_option, divisor, option, value, value, value, nearest_divisors(divisor, value)));
  }
}

}  // namespace dmc
