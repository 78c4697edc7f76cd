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
  const Parameters tiles{{"m", 5}, {"n", 6}, {"l", 7}, {"tm", 2}, {"tn", 4}, {"tl", 3}};
  Parameters tiles_ikj = tiles;
  tiles_ikj.set("order", 1);
  const Parameters tiles_jki{{"m", 5}, {"n", 6}, {"l", 7}, {"tile", 3}, {"order", 3}};
  const Parameters tiles_kij{{"m", 6}, {"n", 5}, {"l", 7}, {"tile", 3}, {"order", 4}};
  const Parameters flash{{"l", 7}, {"d", 12}, {"h", 3}, {"bq", 3}, {"bk", 2}};
  Parameters flash_keys = flash;
  flash_keys.set("outer", 1);
  Parameters decode = gqa;
  decode.set("steps", 3);
  const Parameters strided{{"n", 9}, {"k", 3}, {"c", 2}, {"f", 3}, {"stride", 2}};
  const Parameters dilated{{"n", 9}, {"k", 3}, {"c", 2}, {"f", 3}, {"dilation", 2}, {"layout", 1}};
  const Parameters kernels_last{{"n", 9}, {"k", 3}, {"c", 4}, {"f", 2}, {"layout", 1}};
  const Parameters depthwise{{"n", 9}, {"k", 3}, {"c", 3}, {"stride", 2}, {"layout", 1}};
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
      {"tiledmatmul", tiles, elements, 525, 107, 418, "1925.14303226"},
      {"tiledmatmul", tiles_ikj, elements, 685, 107, 578, "2113.46112496"},
      {"tiledmatmul", tiles_jki, elements, 679, 107, 572, "1917.19588833"},
      {"tiledmatmul", tiles_kij, in_blocks, 678, 28, 650, "1325.3724525"},
      {"recmatmul", {{"n", 8}}, elements, 1984, 192, 1792, "6012.05357622"},
      {"recmatmul-tmp", {{"n", 8}}, elements, 2880, 1088, 1792, "9938.3591115"},
      {"recmatmul-tmp", {{"n", 8}}, reusing, 2880, 234, 2646, "11302.8446215"},
      {"flash", flash, elements, 3423, 535, 2888, "17827.9714528"},
      {"flash", flash_keys, elements, 3423, 535, 2888, "18104.4672098"},
      {"decode", gqa, elements, 1316, 516, 800, "3785.18839902"},
      {"decode", decode, elements, 4200, 718, 3482, "32741.6647589"},
      {"multiconv", strided, elements, 1776, 264, 1512, "12100.4274216"},
      {"multiconv", dilated, elements, 2775, 291, 2484, "20719.5906454"},
      {"multiconv", kernels_last, in_blocks, 7154, 124, 7030, "16215.7731903"},
      {"depthwise", {{"n", 8}, {"k", 3}, {"c", 3}}, elements, 2052, 327, 1725, "7714.83849901"},
      {"depthwise", depthwise, elements, 912, 318, 594, "4691.64285387"},
      {"conv", {{"n", 512}, {"k", 3}}, elements, 4941900, 522253, 4419647, "40055065.6393"},
  };
}

}  // namespace dmc::test
