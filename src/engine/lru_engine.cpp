#include "dmc/engine/lru_engine.hpp"

#include <algorithm>
#include <stdexcept>

#include "lru_state.hpp"

namespace dmc {

class LruEngine::State : public engine::LruState {
 public:
  using LruState::LruState;
};

LruEngine::LruEngine(const EngineOptions& options) : state_(std::make_unique<State>(options)) {}
LruEngine::~LruEngine() = default;
LruEngine::LruEngine(LruEngine&&) noexcept = default;
LruEngine& LruEngine::operator=(LruEngine&&) noexcept = default;

void LruEngine::access(std::span<const Datum> data) {
  state_->access(data);
}
void LruEngine::access(std::span<const Datum> data, std::span<std::uint32_t> distances) {
  if (distances.size() < data.size()) {
    throw std::invalid_argument("LruEngine::access: fewer places than accesses");
  }
  state_->access(data, distances.data());
}
void LruEngine::access(std::span<const Access> accesses) {
  std::uint64_t data_end = 0;
  for (const Access access : accesses) {
    data_end = std::max(data_end, std::uint64_t{access.datum()} + 1);
  }
  state_->access(accesses, data_end);
}
void LruEngine::access(const Batch& batch) {
  state_->access(batch.accesses(), batch.data_end);
}
void LruEngine::attribute(const Batch& batch) {
  state_->attribute(batch);
}
std::uint64_t LruEngine::accesses() const {
  return state_->accesses();
}
std::uint64_t LruEngine::data() const {
  return state_->data();
}
EngineCounts LruEngine::counts() const {
  return state_->counts();
}
Histogram LruEngine::histogram() const {
  return state_->histogram();
}
std::vector<AttributedHistogram> LruEngine::attributed() const {
  return state_->attributed();
}
std::vector<std::uint64_t> LruEngine::cold_misses() const {
  return state_->cold_misses();
}

}  // namespace dmc
