#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "dmc/util/error.hpp"

#include "catch.hpp"
#include "problems.hpp"
#include "record.hpp"

namespace dmc::test {
namespace {

/// Sizes at and around every edge: the smallest, k = n, uneven batches, small vocabularies, one
/// head.
std::vector<Problem> cases() {
  std::vector<Problem> all;
  for (const std::uint64_t n : {1U, 4U, 7U}) {
    all.push_back({"matmul", {{"m", n}, {"n", 3}, {"l", 5}}});
    all.push_back({"matmul", {{"m", 2}, {"n", n}, {"l", n}}});
    for (const std::uint64_t k : {std::uint64_t{1}, (n + 1) / 2, n}) {
      all.push_back({"conv", {{"n", n}, {"k", k}}});
      all.push_back({"conv", {{"h", n + 4}, {"w", n}, {"k", k}}});
      all.push_back({"im2col", {{"n", n}, {"k", k}}});
      all.push_back({"im2col", {{"n", n}, {"k", k}, {"variant", 1}}});
      for (const std::uint64_t x : {1U, 2U, 3U, 5U}) {
        all.push_back({"batchconv", {{"n", n}, {"k", k}, {"c", 5}, {"x", x}, {"layout", x % 2}}});
      }
    }
  }
  for (const std::uint64_t n : {1U, 2U, 4U, 16U}) {
    all.push_back({"fft", {{"n", n}}});
  }
  for (const std::uint64_t n : {1U, 2U, 4U, 8U}) {
    all.push_back({"fftconv", {{"n", n}, {"k", 1}}});
    all.push_back({"fftconv", {{"n", n}, {"k", n}}});
  }
  for (const std::uint64_t n : {4U, 6U, 12U}) {
    all.push_back({"winograd", {{"n", n}}});
  }
  return all;
}

/// Tiles that divide the sides, that do not, and that are larger; every order of the loops.
std::vector<Problem> product_cases() {
  std::vector<Problem> all;
  for (const std::uint64_t order : {0U, 1U, 2U, 3U, 4U, 5U}) {
    for (const auto& [m, n, l] : {std::tuple{1U, 1U, 1U}, {5U, 4U, 3U}, {2U, 7U, 6U}}) {
      for (const std::uint64_t tile : {1U, 2U, 3U, 9U}) {
        all.push_back(
            {"tiledmatmul", {{"m", m}, {"n", n}, {"l", l}, {"tile", tile}, {"order", order}}});
      }
      all.push_back(
          {"tiledmatmul",
           {{"m", m}, {"n", n}, {"l", l}, {"tm", 3}, {"tn", 2}, {"tl", 1}, {"order", order}}});
    }
  }
  for (const std::uint64_t n : {1U, 2U, 4U, 8U}) {
    all.push_back({"recmatmul", {{"n", n}}});
    all.push_back({"recmatmul-tmp", {{"n", n}}});
  }
  return all;
}

/// Windows that overlap, touch and leave gaps; images that they fill and that they do not.
std::vector<Problem> window_cases() {
  std::vector<Problem> all;
  for (const std::uint64_t k : {1U, 2U, 3U}) {
    for (const std::uint64_t stride : {1U, 2U, 3U, 4U, 6U}) {
      for (const std::uint64_t dilation : {1U, 2U, 3U, 4U}) {
        for (const std::uint64_t n : {9U, 10U, 13U}) {
          Parameters given{{"n", n}, {"k", k}, {"c", 2}, {"stride", stride}};
          given.set("dilation", dilation);
          given.set("layout", (n + stride) % 2);
          all.push_back({"depthwise", given});
          given.set("f", 3);
          all.push_back({"multiconv", given});
        }
      }
    }
  }
  return all;
}

std::vector<Problem> block_attention_cases() {
  std::vector<Problem> all;
  for (const std::uint64_t l : {1U, 2U, 4U, 5U}) {
    for (const auto& [bq, bk] : {std::pair{1U, 1U}, {2U, 3U}, {4U, 2U}, {9U, 9U}}) {
      for (const std::uint64_t h : {1U, 4U}) {
        Parameters given{{"l", l}, {"d", 4}, {"h", h}, {"bq", bq}, {"bk", bk}};
        given.set("outer", (l + h) % 2);
        all.push_back({"flash", given});
      }
    }
    for (std::uint64_t p = 1; p <= 4; p *= 2) {
      for (const std::uint64_t steps : {1U, 3U}) {
        all.push_back({"decode", {{"l", l}, {"d", 8}, {"h", 4}, {"p", p}, {"steps", steps}}});
      }
    }
  }
  return all;
}

std::vector<Problem> attention_cases() {
  std::vector<Problem> all;
  for (const std::uint64_t l :
       {1U, 2U, 4U, 5U}) {  // l = d, l = v and l = f make temporaries share ranges
    for (const std::uint64_t h : {1U, 2U, 4U}) {
      all.push_back({"attention", {{"l", l}, {"d", 4}, {"h", h}}});
      all.push_back({"mha", {{"l", l}, {"d", 4}, {"h", h}}});
      for (std::uint64_t p = 1; p <= h; p *= 2) {
        all.push_back({"gqa", {{"l", l}, {"d", 8}, {"h", h}, {"p", p}}});
      }
    }
    for (const auto& [d, h, f, layers, vocab] :
         {std::tuple{4, 2, 6, 1, 3}, {2, 1, 2, 2, 5}, {2, 2, 1, 3, 1}, {1, 1, 5, 1, 7}}) {
      Parameters given{{"l", l}};
      given.set("d", static_cast<std::uint64_t>(d));
      given.set("h", static_cast<std::uint64_t>(h));
      given.set("f", static_cast<std::uint64_t>(f));
      given.set("layers", static_cast<std::uint64_t>(layers));
      given.set("vocab", static_cast<std::uint64_t>(vocab));
      all.push_back({"transformer", given});
    }
  }
  return all;
}

std::uint64_t distinct(const Recording& recording) {
  std::set<Datum> data;
  for (const Access access : recording.accesses) {
    data.insert(access.datum());
  }
  return data.size();
}

/// Returns whether the plan claims to be exact about the data.
bool check_footprint(const Kernel& kernel, const Parameters& parameters, const Model& model) {
  const Recording recording = record(kernel, parameters, model);
  const Footprint size = footprint(kernel.plan(parameters), model);
  CHECK(size.accesses == recording.accesses.size());
  if (size.data_is_exact) {
    CHECK(size.data == distinct(recording));
  } else {
    CHECK(size.data >= distinct(recording));
  }
  return size.data_is_exact;
}

/// Blocks of arrays that are touched in part are not counted one by one.
bool has_gaps(const Plan& plan) {
  return std::any_of(plan.arrays.begin(), plan.arrays.end(), [](const ArrayPlan& array) {
    return !(array.span == 0 || array.span == array.size);
  });
}

void check_models(const Problem& one) {
  const Kernel& kernel = find_kernel(one.kernel);
  const Parameters parameters = resolve_parameters(kernel, one.given);
  const bool gaps = has_gaps(kernel.plan(parameters));
  for (const Temporaries temporaries : {Temporaries::fresh, Temporaries::reuse}) {
    for (const std::uint64_t block : {1U, 3U, 4U, 8U}) {
      Model model;
      model.temporaries = temporaries;
      model.block = block;
      CAPTURE(kernel.name, parameters.entries(), block, temporaries == Temporaries::reuse);
      const bool counted = block == 1 || !gaps;
      CHECK((check_footprint(kernel, parameters, model) || !counted));
      for (const std::string_view array : kernel.arrays) {
        CAPTURE(array);
        model.omit = {std::string(array)};
        const bool exact = check_footprint(kernel, parameters, model);
        CHECK((exact || !counted || temporaries == Temporaries::reuse));
      }
    }
  }
}

/// Accesses by the name that they are counted under, planned and made.
void check_arrays(const Problem& one) {
  const Kernel& kernel = find_kernel(one.kernel);
  const Parameters parameters = resolve_parameters(kernel, one.given);
  CAPTURE(kernel.name, parameters.entries());
  const Recording recording = record(kernel, parameters);
  std::map<std::string_view, std::uint64_t> made;
  for (const Access access : recording.accesses) {
    ++made[recording.array(access)];
  }
  std::map<std::string_view, std::uint64_t> planned;
  for (const ArrayPlan& array : kernel.plan(parameters).arrays) {
    if (!(array.accesses == 0)) {
      planned[array.counted_as.empty() ? array.name : array.counted_as] += array.accesses.value();
    }
  }
  CHECK(planned == made);
}

TEST_CASE("plans say what runs do") {
  for (const Problem& one : cases()) {
    check_models(one);
    check_arrays(one);
  }
}

TEST_CASE("plans of attention say what runs do") {
  for (const Problem& one : attention_cases()) {
    check_models(one);
    check_arrays(one);
  }
}

TEST_CASE("plans of tiled and recursive products say what runs do") {
  for (const Problem& one : product_cases()) {
    check_models(one);
    check_arrays(one);
  }
}

TEST_CASE("plans of attention in blocks and of decoding say what runs do") {
  for (const Problem& one : block_attention_cases()) {
    check_models(one);
    check_arrays(one);
  }
}

TEST_CASE("plans of windows with stride and dilation say what runs do") {
  for (const Problem& one : window_cases()) {
    check_models(one);
    check_arrays(one);
  }
}

TEST_CASE("the blocks of an image that windows fill are counted exactly") {
  const Kernel& kernel = find_kernel("multiconv");
  Model model;
  model.block = 4;
  const Parameters full = resolve_parameters(kernel, {{"n", 9}, {"k", 3}, {"stride", 2}});
  const Parameters cut = resolve_parameters(kernel, {{"n", 10}, {"k", 3}, {"stride", 2}});
  CHECK(footprint(kernel.plan(full), model).data_is_exact);
  CHECK_FALSE(footprint(kernel.plan(cut), model).data_is_exact);
}

TEST_CASE("a kernel lists the arrays it uses, all and no others") {
  std::set<std::string_view> seen;
  for (const Problem& one : small_problems()) {
    CAPTURE(one.kernel);
    const Recording recording = record(one.kernel, one.given);
    std::set<std::string_view> used;
    for (const Access access : recording.accesses) {
      used.insert(recording.array(access));
    }
    const auto& listed = find_kernel(one.kernel).arrays;
    CHECK(used == std::set<std::string_view>(listed.begin(), listed.end()));
    seen.insert(one.kernel);
  }
  CHECK(seen.size() == kernels().size());
}

TEST_CASE("sizes that no machine can count are refused") {
  const Kernel& kernel = find_kernel("matmul");
  const std::uint64_t most = 0xffffffff;
  CHECK_THROWS_AS(kernel.plan({{"m", most}, {"n", most}, {"l", most}}), Error);
}

TEST_CASE("memory for values grows with what is alive, not with what was ever made") {
  const Kernel& kernel = find_kernel("fft");
  const std::uint64_t n = 1 << 20;
  const Footprint size = footprint(kernel.plan({{"n", n}}), Model{});
  CHECK(size.value_bytes >= 16 * (n + n / 2 + n));          // A, omega, Y
  CHECK(size.value_bytes <= 16 * (n + n / 2 + n + 3 * n));  // and three of every half
}

}  // namespace
}  // namespace dmc::test
