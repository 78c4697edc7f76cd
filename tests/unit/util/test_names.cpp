#include <array>
#include <string_view>

#include "dmc/util/names.hpp"

#include "catch.hpp"

using namespace dmc;

namespace {

constexpr std::array<std::string_view, 7> k_options{"n",      "block", "bits",   "plot",
                                                    "output", "quiet", "granule"};

}  // namespace

TEST_CASE("a slip of the finger is told from another word") {
  CHECK(nearest_name("blokc", k_options) == "block");
  CHECK(nearest_name("granul", k_options) == "granule");
  CHECK(nearest_name("qiuet", k_options) == "quiet");
  CHECK(nearest_name("bit", k_options) == "bits");
  CHECK(nearest_name("ouput", k_options) == "output");
  // Three of four or five letters differ.
  CHECK(nearest_name("size", k_options).empty());
  CHECK(nearest_name("plat", k_options) == "plot");
  constexpr std::array<std::string_view, 1> k_plot{"plot"};
  CHECK(nearest_name("block", k_plot).empty());
  CHECK(nearest_name("", k_options).empty());
}

TEST_CASE("an unknown name is answered with the nearest, or with all of them") {
  constexpr std::array<std::string_view, 2> k_kernels{"conv", "fft"};
  CHECK(unknown_name("kernel", "cnov", k_kernels) == "no kernel 'cnov'; did you mean 'conv'?");
  CHECK(unknown_name("kernel", "sort", k_kernels) == "no kernel 'sort'; there are conv, fft");
}
