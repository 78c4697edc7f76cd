#pragma once

#include "dmc/kernels/kernel.hpp"

namespace dmc {

// The row of each kernel in the table of kernels.cpp; each is defined in the kernel's own file.
[[nodiscard]] Kernel matmul_kernel();
[[nodiscard]] Kernel tiledmatmul_kernel();
[[nodiscard]] Kernel recmatmul_kernel();
[[nodiscard]] Kernel recmatmul_tmp_kernel();
[[nodiscard]] Kernel attention_kernel();
[[nodiscard]] Kernel flash_kernel();
[[nodiscard]] Kernel mha_kernel();
[[nodiscard]] Kernel transformer_kernel();
[[nodiscard]] Kernel gqa_kernel();
[[nodiscard]] Kernel decode_kernel();
[[nodiscard]] Kernel conv_kernel();
[[nodiscard]] Kernel batchconv_kernel();
[[nodiscard]] Kernel multiconv_kernel();
[[nodiscard]] Kernel depthwise_kernel();
[[nodiscard]] Kernel im2col_kernel();
[[nodiscard]] Kernel winograd_kernel();
[[nodiscard]] Kernel fft_kernel();
[[nodiscard]] Kernel fftconv_kernel();

/// What kernels that solve the same problem say of it; `compare` holds these strings equal.
inline constexpr std::string_view k_matmul_task = "matrix multiplication";
inline constexpr std::string_view k_head_task = "one attention head";
inline constexpr std::string_view k_convolution_task = "convolution of one image with one kernel";
inline constexpr std::string_view k_multi_head_task = "multi-head attention";

}  // namespace dmc
