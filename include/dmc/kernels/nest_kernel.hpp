#pragma once

#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "dmc/kernels/kernel.hpp"
#include "dmc/nest/nest.hpp"

namespace dmc {

/// A loop nest as a kernel: it goes wherever one is taken. The kernel lives as long as this.
class NestKernel {
 public:
  /// `origin` is Kernel::origin, and must outlive this.
  explicit NestKernel(nest::Nest nest, std::string_view origin = "");
  ~NestKernel();
  NestKernel(NestKernel&&) noexcept;
  NestKernel& operator=(NestKernel&&) noexcept;

  [[nodiscard]] const Kernel& kernel() const;
  [[nodiscard]] const nest::Nest& nest() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The nest of that name that comes with dmc, as polybench/lu; null where there is none.
[[nodiscard]] const NestKernel* shipped_nest(std::string_view name);
[[nodiscard]] std::vector<std::string_view> shipped_nest_names();

}  // namespace dmc
