#include <algorithm>
#include <array>

#include "dmc/kernels/kernel.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/names.hpp"

#include "rows.hpp"

namespace dmc {

std::span<const Kernel> kernels() {
  static const std::array k_table{
      matmul_kernel(),    tiledmatmul_kernel(), recmatmul_kernel(), recmatmul_tmp_kernel(),
      attention_kernel(), flash_kernel(),       mha_kernel(),       transformer_kernel(),
      gqa_kernel(),       decode_kernel(),      conv_kernel(),      batchconv_kernel(),
      multiconv_kernel(), depthwise_kernel(),   im2col_kernel(),    winograd_kernel(),
      fft_kernel(),       fftconv_kernel(),
  };
  return k_table;
}

const Kernel& find_kernel(std::string_view name) {
  const auto table = kernels();
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const Kernel& kernel) { return kernel.name == name; });
  if (found == table.end()) {
    std::vector<std::string_view> names;
    for (const Kernel& kernel : table) {
      names.push_back(kernel.name);
    }
    throw Error(unknown_name("kernel", name, names));
  }
  return *found;
}

}  // namespace dmc
