#include <algorithm>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "dmc/kernels/nest_kernel.hpp"

#include "catch.hpp"
#include "counted.hpp"
#include "texts.hpp"

namespace dmc::test {
namespace {

/// Counted by generators written by hand, without dmc.
struct Known {
  std::string_view nest;
  Parameters parameters;
  std::uint64_t block;
  std::uint64_t accesses;
  std::uint64_t data;
  std::uint64_t reuses;
  std::string_view dmd;  ///< to 12 significant digits
};

const std::vector<Known>& known_values() {
  static const std::vector<Known> k_values{
      {"gemm", {{"ni", 9}, {"nj", 11}, {"nk", 7}}, 1, 2970, 239, 2731, "11553.5792597"},
      {"gemm", {{"ni", 9}, {"nj", 11}, {"nk", 7}}, 4, 2970, 61, 2909, "5201.69263221"},
      {"atax", {{"m", 13}, {"n", 10}}, 1, 1063, 163, 900, "2815.27063242"},
      {"lu", {{"n", 12}}, 1, 2222, 144, 2078, "7871.64880249"},
      {"cholesky", {{"n", 13}}, 1, 1716, 91, 1625, "5038.94701891"},
      {"jacobi-2d", {{"t", 3}, {"n", 11}}, 1, 2916, 234, 2682, "20591.5367071"},
      {"seidel-2d", {{"t", 3}, {"n", 12}}, 1, 3000, 144, 2856, "12239.6589432"},
      {"gramschmidt", {{"m", 9}, {"n", 8}}, 1, 2412, 180, 2232, "7373.80688164"},
      {"nussinov", {{"n", 15}}, 1, 2947, 149, 2798, "10296.1002836"},
      {"tiled", {{"n", 14}, {"t", 4}}, 1, 10976, 588, 10388, "43614.1957297"},
      {"transpose", {{"n", 19}}, 1, 722, 722, 0, "0"},
      {"transpose", {{"n", 19}}, 4, 722, 182, 540, "1825.48302564"},
  };
  return k_values;
}

/// The parameters, by the names that a text gives them.
Parameters named_as_in(const Kernel& kernel, const Parameters& parameters) {
  Parameters own;
  for (const auto& [name, value] : parameters.entries()) {
    const std::string capital(1, static_cast<char>(name.front() - 'a' + 'A'));
    const bool is_capital = std::any_of(kernel.parameters.begin(), kernel.parameters.end(),
                                        [&](const Parameter& one) { return one.name == capital; });
    own.set(is_capital ? capital : name, value);
  }
  return own;
}

void check(const Kernel& kernel, const Known& known) {
  const Parameters parameters = named_as_in(kernel, known.parameters);
  Model model;
  model.block = known.block;
  const Counted result = counted(kernel, parameters, model);
  CHECK(result.accesses == known.accesses);
  CHECK(result.data == known.data);
  CHECK(result.reuses == known.reuses);
  CHECK(fmt::format("{:.12g}", result.dmd) == known.dmd);
  const Footprint announced = footprint(kernel.plan(resolve_parameters(kernel, parameters)), model);
  CHECK(announced.accesses == known.accesses);
  CHECK(announced.data >= known.data);
}

TEST_CASE("nests have the values that were worked out by hand, in every way of writing") {
  for (const Known& known : known_values()) {
    for (const std::string_view text : written_nest(known.nest).texts) {
      INFO(known.nest << " block " << known.block << ":\n" << text);
      const NestKernel nest(nest::parse(std::string(text), "test"));
      check(nest.kernel(), known);
    }
  }
}

TEST_CASE("the nests that come with dmc have these values, too") {
  for (const Known& known : known_values()) {
    const NestKernel* nest = shipped_nest(fmt::format("polybench/{}", known.nest));
    if (nest != nullptr) {
      INFO(known.nest);
      check(nest->kernel(), known);
    }
  }
}

TEST_CASE("the plain form of a nest is the same nest") {
  for (const WrittenNest& written : written_nests()) {
    for (const std::string_view text : written.texts) {
      const nest::Nest nest = nest::parse(std::string(text), "test");
      const std::string plain = to_text(nest);
      INFO(plain);
      const nest::Nest again = nest::parse(plain, "test");
      CHECK(again.body == nest.body);
      CHECK(again.parameters.size() == nest.parameters.size());
      CHECK(to_text(again) == plain);
    }
  }
}

}  // namespace
}  // namespace dmc::test
