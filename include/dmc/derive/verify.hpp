#pragma once

#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "dmc/derive/derivation.hpp"
#include "dmc/kernels/kernel.hpp"

namespace dmc::derive {

/// A derivation that is not what the engine counts: a bug, whatever the input.
class VerificationFailed : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

struct VerifyOptions {
  std::vector<std::string> omit = {};  ///< as in the derivation
  /// Of one run; more makes verification slower.
  std::uint64_t most_accesses = 200'000;
  std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

/// Sizes in the region that between them have every parameter at several values, and every term
/// with reuses somewhere.
[[nodiscard]] std::vector<Sizes> held_out_sizes(const Derivation& derivation,
                                                const VerifyOptions& options = {});

/// Runs the kernel through the engine at held-out sizes and compares all that is derived: accesses,
/// data, and every count of the histogram. Notes the sizes in the derivation. Throws
/// VerificationFailed where anything differs.
void verify(Derivation& derivation, const Kernel& kernel, const VerifyOptions& options = {});

/// The same at these sizes alone.
void verify_at(const Derivation& derivation, const Kernel& kernel, const Sizes& sizes,
               const std::vector<std::string>& omit = {});

}  // namespace dmc::derive
