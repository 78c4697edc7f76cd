#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dmc/kernels/kernel.hpp"

namespace dmc::test {

/// What everyone who implements the kernels' definitions (docs/model.md) must measure.
struct ReferenceValue {
  std::string_view kernel;
  Parameters parameters;
  Model model;
  std::uint64_t accesses;
  std::uint64_t data;
  std::uint64_t reuses;
  std::string_view dmd;  ///< to 12 significant digits
};

inline std::vector<ReferenceValue> reference_values() {
  const Parameters attention{{"l", 5}, {"d", 12}, {"h", 3}};
  const Parameters gqa{{"l", 5}, {"d", 12}, {"h", 6}, {"p", 2}};
  const Parameters decoder{{"l", 4}, {"d", 8}, {"h", 2}, {"f", 12}, {"layers", 2}, {"vocab", 6}};
  const Parameters channels{{"n", 8}, {"k", 3}, {"c", 5}, {"x", 2}};
  const Parameters channels_last{{"n", 8}, {"k", 3}, {"c", 4}, {"x", 2}, {"layout", 1}};
  const Parameters overwriting{{"n", 9}, {"k", 3}, {"variant", 1}};
  const Model elements{};
  Model without_r;
  without_r.omit = {"R"};
  Model in_blocks;
  in_blocks.block = 4;
  Model reusing;
  reusing.temporaries = Temporaries::reuse;
  return {
      {"matmul", {{"m", 5}, {"n", 6}, {"l", 7}}, elements, 455, 107, 348, "1951.74326138"},
      {"conv", {{"n", 9}, {"k", 3}}, elements, 931, 139, 792, "3572.7992568"},
      {"conv", {{"h", 7}, {"w", 12}, {"k", 3}}, without_r, 900, 93, 807, "3550.00585151"},
      {"batchconv", channels, elements, 3420, 401, 3019, "18173.2088995"},
      {"batchconv", channels_last, in_blocks, 2700, 82, 2618, "7894.72647338"},
      {"im2col", {{"n", 9}, {"k", 3}}, elements, 1813, 580, 1233, "13902.958274"},
      {"im2col", overwriting, elements, 1813, 244, 1569, "7699.5087021"},
      {"fft", {{"n", 32}}, elements, 960, 368, 592, "2259.10251154"},
      {"fftconv", {{"n", 8}, {"k", 3}}, elements, 7176, 2536, 4640, "20221.1029023"},
      {"attention", attention, elements, 2070, 429, 1641, "10459.023857"},
      {"mha", attention, elements, 7710, 1131, 6579, "51714.7805147"},
      {"gqa", gqa, elements, 6160, 934, 5226, "36624.5814948"},
      {"transformer", decoder, elements, 17172, 2620, 14552, "94366.4208825"},
      {"winograd", {{"n", 10}}, elements, 601, 189, 412, "2568.53099751"},
      {"fft", {{"n", 32}}, reusing, 960, 172, 788, "3327.42382955"},
      {"fftconv", {{"n", 8}, {"k", 3}}, reusing, 7176, 444, 6732, "27700.4681477"},
      {"gqa", gqa, reusing, 6160, 739, 5421, "38695.1952736"},
      {"transformer", decoder, reusing, 17172, 1868, 15304, "107656.764585"},
      {"conv", {{"n", 512}, {"k", 3}}, elements, 4941900, 522253, 4419647, "40055065.6393"},
  };
}

}  // namespace dmc::test
