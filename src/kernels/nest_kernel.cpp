#include "dmc/kernels/nest_kernel.hpp"

#include <algorithm>
#include <deque>
#include <mutex>
#include <utility>

#include <fmt/format.h>

#include "dmc/nest/bound_nest.hpp"
#include "dmc/nest/shipped.hpp"

namespace dmc {

/// The kernel's texts and functions point in here.
struct NestKernel::State {
  explicit State(nest::Nest given) : nest(std::move(given)) {}

  /// The nest with the values of these parameters; the last ones are kept, as a plan and a run
  /// follow each other.
  std::shared_ptr<const nest::BoundNest> bound(const Parameters& given);
  Plan plan(const Parameters& given);

  nest::Nest nest;
  std::vector<std::string> meanings;
  std::vector<Parameter> parameters;
  Kernel kernel;
  std::mutex mutex;
  Parameters last;
  std::shared_ptr<const nest::BoundNest> last_bound;
};

namespace {

constexpr std::string_view k_meaning = "a size of the nest";

nest::Values values_of(const Parameters& parameters) {
  return {parameters.entries().begin(), parameters.entries().end()};
}

std::string meaning_of(const nest::Nest& nest, const nest::ParameterInfo& info) {
  std::string meaning = info.meaning.empty() ? std::string(k_meaning) : info.meaning;
  if (info.fallback && info.fallback->kind != nest::Expr::Kind::number) {
    meaning += fmt::format("; {} unless given", to_text(nest, *info.fallback));
  }
  return meaning;
}

Parameter parameter_of(const nest::ParameterInfo& info, std::string_view meaning) {
  const bool number = info.fallback && info.fallback->kind == nest::Expr::Kind::number;
  return {.name = info.name,
          .meaning = meaning,
          .fallback = number ? static_cast<std::uint64_t>(info.fallback->value) : 0,
          .min = 0,
          .derived = info.fallback && !number,
          .required = !info.fallback};
}

}  // namespace

std::shared_ptr<const nest::BoundNest> NestKernel::State::bound(const Parameters& given) {
  {
    const std::lock_guard lock(mutex);
    if (last_bound && last.entries() == given.entries()) {
      return last_bound;
    }
  }
  auto result =
      std::make_shared<const nest::BoundNest>(nest, nest::complete(nest, values_of(given)));
  const std::lock_guard lock(mutex);
  last = given;
  last_bound = result;
  return result;
}

Plan NestKernel::State::plan(const Parameters& given) {
  const auto sizes = bound(given);
  Plan result;
  for (std::size_t i = 0; i < nest.arrays.size(); ++i) {
    const nest::ArraySize& array = sizes->arrays()[i];
    result.arrays.push_back({.name = nest.arrays[i].name,
                             .size = std::min(array.size, array.accesses),
                             .accesses = array.accesses,
                             .span = array.size});
  }
  return result;
}

NestKernel::NestKernel(nest::Nest nest, std::string_view origin)
    : state_(std::make_unique<State>(std::move(nest))) {
  State& state = *state_;
  for (const nest::ParameterInfo& info : state.nest.parameters) {
    state.meanings.push_back(meaning_of(state.nest, info));
  }
  for (std::size_t i = 0; i < state.meanings.size(); ++i) {
    state.parameters.push_back(parameter_of(state.nest.parameters[i], state.meanings[i]));
  }
  Kernel& kernel = state.kernel;
  kernel.name = state.nest.name;
  kernel.summary =
      state.nest.summary.empty() ? "a loop nest" : std::string_view(state.nest.summary);
  kernel.origin = origin;
  kernel.parameters = state.parameters;
  for (const nest::ArrayInfo& array : state.nest.arrays) {
    kernel.arrays.push_back(array.name);
  }
  kernel.resolve = [&state](const Parameters& given) {
    Parameters all = given;
    const auto values = nest::complete(state.nest, values_of(given));
    for (std::size_t i = 0; i < values.size(); ++i) {
      all.set(state.nest.parameters[i].name, static_cast<std::uint64_t>(values[i]));
    }
    (void)state.bound(all);  // says what is wrong with them
    return all;
  };
  kernel.plan = [&state](const Parameters& parameters) { return state.plan(parameters); };
  kernel.run = [&state](const Parameters& parameters, Tracer& tracer, const InputData&) {
    state.bound(parameters)->run(tracer);
    return std::vector<double>();
  };
}

NestKernel::~NestKernel() = default;
NestKernel::NestKernel(NestKernel&&) noexcept = default;
NestKernel& NestKernel::operator=(NestKernel&&) noexcept = default;

const Kernel& NestKernel::kernel() const {
  return state_->kernel;
}

const nest::Nest& NestKernel::nest() const {
  return state_->nest;
}

const NestKernel* shipped_nest(std::string_view name) {
  const auto texts = nest::shipped_nests();
  const auto found = std::find_if(texts.begin(), texts.end(),
                                  [&](const nest::ShippedNest& one) { return one.name == name; });
  if (found == texts.end()) {
    return nullptr;
  }
  // Each is parsed once, when it is first asked for.
  static std::mutex mutex;
  static std::deque<std::pair<std::string_view, NestKernel>> parsed;
  const std::lock_guard lock(mutex);
  for (const auto& [known, kernel] : parsed) {
    if (known == name) {
      return &kernel;
    }
  }
  nest::Nest nest = nest::parse(std::string(found->text), std::string(found->name) + ".loop");
  nest.name = found->name;
  return &parsed.emplace_back(found->name, NestKernel(std::move(nest), "")).second;
}

std::vector<std::string_view> shipped_nest_names() {
  std::vector<std::string_view> names;
  for (const nest::ShippedNest& one : nest::shipped_nests()) {
    names.push_back(one.name);
  }
  return names;
}

}  // namespace dmc
