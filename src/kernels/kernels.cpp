#include <algorithm>
#include <array>

#include "dmc/kernels/kernel.hpp"
#include "dmc/kernels/nest_kernel.hpp"
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

bool is_compiled_kernel(std::string_view name) {
  const auto table = kernels();
  return std::any_of(table.begin(), table.end(),
                     [&](const Kernel& kernel) { return kernel.name == name; });
}

bool has_parameter(const Kernel& kernel, std::string_view name) {
  return std::any_of(kernel.parameters.begin(), kernel.parameters.end(),
                     [&](const Parameter& one) { return one.name == name; });
}

const Kernel* known_kernel(std::string_view name) {
  const auto table = kernels();
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const Kernel& kernel) { return kernel.name == name; });
  if (found != table.end()) {
    return &*found;
  }
  const bool ships = name.find('/') != std::string_view::npos;  // the others need no nest parsed
  const NestKernel* nest = ships ? shipped_nest(name) : nullptr;
  return nest == nullptr ? nullptr : &nest->kernel();
}

const Kernel& find_kernel(std::string_view name) {
  if (const Kernel* kernel = known_kernel(name)) {
    return *kernel;
  }
  std::vector<std::string_view> names;
  for (const Kernel& kernel : kernels()) {
    names.push_back(kernel.name);
  }
  if (name.find('/') != std::string_view::npos) {
    names = shipped_nest_names();
  }
  throw Error(unknown_name("kernel", name, names));
}

}  // namespace dmc
