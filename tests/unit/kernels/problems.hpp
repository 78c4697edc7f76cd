#pragma once

#include <string_view>
#include <vector>

#include "dmc/kernels/kernel.hpp"

namespace dmc::test {

/// A kernel and what it is asked.
struct Problem {
  std::string_view kernel;
  Parameters given;
};

/// A small problem for every kernel, large enough for every array and loop to matter.
inline std::vector<Problem> small_problems() {
  return {
      {"matmul", {{"m", 3}, {"n", 4}, {"l", 5}}},
      {"tiledmatmul", {{"m", 5}, {"n", 7}, {"l", 6}, {"tm", 2}, {"tn", 3}, {"tl", 4}}},
      {"tiledmatmul", {{"m", 5}, {"n", 7}, {"l", 6}, {"tile", 3}, {"order", 1}}},
      {"tiledmatmul", {{"m", 5}, {"n", 7}, {"l", 6}, {"tile", 2}, {"order", 5}}},
      {"recmatmul", {{"n", 8}}},
      {"recmatmul-tmp", {{"n", 8}}},
      {"attention", {{"l", 4}, {"d", 6}, {"h", 2}}},
      {"flash", {{"l", 7}, {"d", 6}, {"h", 2}, {"bq", 3}, {"bk", 2}}},
      {"flash", {{"l", 7}, {"d", 6}, {"h", 2}, {"bq", 2}, {"bk", 3}, {"outer", 1}}},
      {"mha", {{"l", 4}, {"d", 6}, {"h", 2}}},
      {"transformer", {{"l", 3}, {"d", 4}, {"h", 2}, {"f", 5}, {"layers", 1}, {"vocab", 4}}},
      {"gqa", {{"l", 3}, {"d", 8}, {"h", 4}, {"p", 2}}},
      {"decode", {{"l", 3}, {"d", 8}, {"h", 4}, {"p", 2}, {"steps", 2}}},
      {"conv", {{"h", 6}, {"w", 9}, {"k", 3}}},
      {"batchconv", {{"n", 6}, {"k", 2}, {"c", 5}, {"x", 2}}},
      {"batchconv", {{"n", 6}, {"k", 2}, {"c", 5}, {"x", 2}, {"layout", 1}}},
      {"multiconv", {{"n", 7}, {"k", 3}, {"c", 2}, {"f", 3}}},
      {"multiconv",
       {{"n", 13}, {"k", 3}, {"c", 2}, {"f", 3}, {"stride", 2}, {"dilation", 3}, {"layout", 1}}},
      {"depthwise", {{"n", 7}, {"k", 3}, {"c", 2}}},
      {"depthwise", {{"n", 9}, {"k", 3}, {"c", 3}, {"stride", 2}, {"layout", 1}}},
      {"im2col", {{"n", 7}, {"k", 3}}},
      {"winograd", {{"n", 8}}},
      {"fft", {{"n", 16}}},
      {"fftconv", {{"n", 4}, {"k", 2}}},
  };
}

}  // namespace dmc::test
