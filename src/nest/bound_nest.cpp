#include "dmc/nest/bound_nest.hpp"

#include <utility>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

#include "bound.hpp"

namespace dmc::nest {

std::vector<std::int64_t> complete(const Nest& nest, const Values& given) {
  std::vector<std::int64_t> values;
  for (const ParameterInfo& parameter : nest.parameters) {
    const auto found = given.find(parameter.name);
    if (found != given.end()) {
      values.push_back(static_cast<std::int64_t>(found->second));
      continue;
    }
    if (!parameter.fallback) {
      throw Error(fmt::format("{0} needs a value for {1}: give --{1}, as in --{1} 64", nest.name,
                              parameter.name));
    }
    const Folder folder(nest, values);
    values.push_back(folder.fold(*parameter.fallback).linear.constant);
    if (values.back() < 0) {
      fail_at(*nest.source, parameter.fallback->place,
              fmt::format("{0} becomes {1}; parameters are 0 or more, so give --{0}, or others of "
                          "which it follows",
                          parameter.name, values.back()));
    }
  }
  return values;
}

BoundNest::BoundNest(const Nest& nest, const std::vector<std::int64_t>& parameters)
    : nest_(&nest), program_(std::make_unique<BoundProgram>(nest, parameters)) {
  bind(*program_);
  arrays_ = sizes_of(*program_);
  count_accesses(*program_, arrays_);
}

BoundNest::~BoundNest() = default;
BoundNest::BoundNest(BoundNest&&) noexcept = default;
BoundNest& BoundNest::operator=(BoundNest&&) noexcept = default;

void BoundNest::run(Tracer& tracer) const {
  generate(*program_, arrays_, tracer);
}

}  // namespace dmc::nest
