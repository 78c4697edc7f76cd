#include <fmt/format.h>

#include "catch.hpp"
#include "naive_lru.hpp"
#include "record.hpp"

namespace dmc::test {
namespace {

constexpr std::uint64_t k_nhwc = 1;
constexpr std::uint64_t k_printed = 1;

struct Reference {
  std::string_view kernel;
  Parameters parameters;
  Model model;
  std::uint64_t accesses;
  std::uint64_t data;
  std::uint64_t reuses;
  std::string_view dmd;  // to 12 significant digits
};

Model reusing() {
  Model model;
  model.temporaries = Temporaries::reuse;
  return model;
}

Model omitting(std::string array) {
  Model model;
  model.omit = {std::move(array)};
  return model;
}

Model in_blocks(std::uint64_t block) {
  Model model;
  model.block = block;
  return model;
}

/// The reference values of the definitions of the kernels (docs/model.md).
std::vector<Reference> references() {
  const Parameters attention{{"l", 5}, {"d", 12}, {"h", 3}};
  const Parameters gqa{{"l", 5}, {"d", 12}, {"h", 6}, {"p", 2}};
  const Parameters decoder{{"l", 4}, {"d", 8}, {"h", 2}, {"f", 12}, {"layers", 2}, {"vocab", 6}};
  return {
      {"matmul", {{"m", 5}, {"n", 6}, {"l", 7}}, {}, 455, 107, 348, "1951.74326138"},
      {"conv", {{"n", 9}, {"k", 3}}, {}, 931, 139, 792, "3572.7992568"},
      {"conv", {{"h", 7}, {"w", 12}, {"k", 3}}, omitting("R"), 900, 93, 807, "3550.00585151"},
      {"batchconv", {{"n", 8}, {"k", 3}, {"c", 5}, {"x", 2}}, {}, 3420, 401, 3019, "18173.2088995"},
      {"batchconv",
       {{"n", 8}, {"k", 3}, {"c", 4}, {"x", 2}, {"layout", k_nhwc}},
       in_blocks(4),
       2700,
       82,
       2618,
       "7894.72647338"},
      {"im2col", {{"n", 9}, {"k", 3}}, {}, 1813, 580, 1233, "13902.958274"},
      {"im2col", {{"n", 9}, {"k", 3}, {"variant", k_printed}}, {}, 1813, 244, 1569, "7699.5087021"},
      {"fft", {{"n", 32}}, {}, 960, 368, 592, "2259.10251154"},
      {"fftconv", {{"n", 8}, {"k", 3}}, {}, 7176, 2536, 4640, "20221.1029023"},
      {"attention", attention, {}, 2070, 429, 1641, "10459.023857"},
      {"mha", attention, {}, 7710, 1131, 6579, "51714.7805147"},
      {"gqa", gqa, {}, 6160, 934, 5226, "36624.5814948"},
      {"transformer", decoder, {}, 17172, 2620, 14552, "94366.4208825"},
      {"winograd", {{"n", 10}}, {}, 601, 189, 412, "2568.53099751"},
      {"fft", {{"n", 32}}, reusing(), 960, 172, 788, "3327.42382955"},
      {"fftconv", {{"n", 8}, {"k", 3}}, reusing(), 7176, 444, 6732, "27700.4681477"},
      {"gqa", gqa, reusing(), 6160, 739, 5421, "38695.1952736"},
      {"transformer", decoder, reusing(), 17172, 1868, 15304, "107656.764585"},
  };
}

TEST_CASE("every kernel makes the accesses of its definition") {
  for (const Reference& reference : references()) {
    CAPTURE(reference.kernel, reference.accesses, reference.data);
    const Recording recording = record(reference.kernel, reference.parameters, reference.model);
    NaiveLru lru;
    for (const Access access : recording.accesses) {
      lru.access(access.datum());
    }
    CHECK(recording.accesses.size() == reference.accesses);
    CHECK(lru.data() == reference.data);
    CHECK(lru.reuses() == reference.reuses);
    CHECK(fmt::format("{:.12g}", lru.dmd()) == reference.dmd);
  }
}

}  // namespace
}  // namespace dmc::test
