#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "dmc/engine/address_map.hpp"
#include "dmc/engine/lru_engine.hpp"

namespace dmc {

/// An engine for traces of 64-bit addresses: what it counts is what the engine counts when the
/// addresses are numbered by hand.
class AddressEngine {
 public:
  explicit AddressEngine(const EngineOptions& engine = {}, const AddressMapOptions& map = {})
      : engine_(engine), map_(map) {}

  /// Accesses in program order.
  void access(std::span<const std::uint64_t> addresses) {
    std::array<Datum, k_batch> data;
    while (!addresses.empty()) {
      const auto batch = addresses.first(std::min(addresses.size(), k_batch));
      map_.translate(batch, data);
      engine_.access(std::span<const Datum>(data).first(batch.size()));
      addresses = addresses.subspan(batch.size());
    }
  }

  [[nodiscard]] const LruEngine& engine() const { return engine_; }
  [[nodiscard]] const AddressMap& map() const { return map_; }

 private:
  // Stays in the nearest cache between the two.
  static constexpr std::size_t k_batch = 4096;

  LruEngine engine_;
  AddressMap map_;
};

}  // namespace dmc
