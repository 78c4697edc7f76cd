#include <array>
#include <string>
#include <string_view>
#include <vector>

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

TEST_CASE("statements are found by what a paper calls them") {
  for (const char* name :
       {"Theorem 3.10", "theorem3.10", "THM3.10", "thm. 3.10", "Thm 3.10", "thm3.10"}) {
    INFO(name);
    CHECK(statement_id(name) == "thm3.10");
  }
  CHECK(statement_id("Lemma 3.14.exact") == "lem3.14.exact");
  CHECK(statement_id("Table 1") == "tab1");
  CHECK(statement_id("fftconv-bound") == "fftconv-bound");
  CHECK(statement_id("theorem") == "theorem");
  CHECK(is_named("thm3.10", "3.10"));
  CHECK_FALSE(is_named("thm3.10.exact", "3.10"));
  CHECK(belongs_to("thm3.10.exact", "3.10"));
  CHECK(belongs_to("thm3.10.exact", "thm3.10"));
  CHECK_FALSE(belongs_to("thm3.10", "3.1"));
  CHECK_FALSE(belongs_to("thm3.10", ""));
  using Words = std::vector<std::string>;
  CHECK(joined_statements({"Theorem", "3.10", "lem3.7", "Table", "1"}) ==
        Words{"Theorem 3.10", "lem3.7", "Table 1"});
  CHECK(joined_statements({"3.10", "Theorem"}) == Words{"3.10", "Theorem"});
}
