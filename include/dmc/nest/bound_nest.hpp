#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "dmc/nest/nest.hpp"
#include "dmc/trace/tracer.hpp"

namespace dmc::nest {

/// Values of parameters, by name.
using Values = std::map<std::string, std::uint64_t, std::less<>>;

/// The given values, and the fallbacks of the others, in the order of Nest::parameters. Throws
/// dmc::Error for one that has neither, or a fallback that is negative.
[[nodiscard]] std::vector<std::int64_t> complete(const Nest& nest, const Values& given);

/// What is known of an array before a run.
struct ArraySize {
  std::vector<std::uint64_t> extents;
  std::uint64_t size = 1;      ///< their product
  std::uint64_t accesses = 0;  ///< that the nest makes to it
};

struct BoundProgram;

/// A nest whose parameters have values. The nest must outlive it.
class BoundNest {
 public:
  /// Throws dmc::Error, with the place, for what can be seen to be wrong without running: steps of
  /// 0, negative extents, numbers beyond 64 bits.
  BoundNest(const Nest& nest, const std::vector<std::int64_t>& parameters);
  ~BoundNest();
  BoundNest(BoundNest&&) noexcept;
  BoundNest& operator=(BoundNest&&) noexcept;

  [[nodiscard]] const std::vector<ArraySize>& arrays() const { return arrays_; }

  /// Makes the accesses. Throws dmc::Error for an access outside of its array.
  void run(Tracer& tracer) const;

 private:
  const Nest* nest_;
  std::unique_ptr<BoundProgram> program_;
  std::vector<ArraySize> arrays_;
};

}  // namespace dmc::nest
