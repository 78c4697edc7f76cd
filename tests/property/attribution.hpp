#pragma once

#include <string>

#include "dmc/engine/lru_engine.hpp"

#include "scope_oracle.hpp"
#include "workloads.hpp"

namespace dmc::test {

/// Where an engine and the oracle differ about who carries what; `k_same` where they do not.
std::string difference(const LruEngine& engine, const ScopeOracle& oracle);

/// Gives an engine a batch in smaller ones, of 1 to `most` accesses each. What happens between two
/// of them comes at the end of one or at the beginning of the next.
void attribute_in_pieces(LruEngine& engine, const Batch& batch, Random& random, std::uint64_t most);

}  // namespace dmc::test
