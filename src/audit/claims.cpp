#include <algorithm>
#include <array>

#include "dmc/audit/audit.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/names.hpp"

#include "claims/topics.hpp"

namespace dmc {
namespace {

// In the order of the paper.
constexpr std::array k_topics = {
    definition_claims, matmul_claims,   attention_claims, transformer_claims,
    cold_claims,       gqa_claims,      conv_claims,      batch_claims,
    im2col_claims,     winograd_claims, fft_claims,       root_claims,
    fft_bound_claims,  fftconv_claims,  block_claims,     confirmation_claims,
};

}  // namespace

std::span<const Claim> claims() {
  static const std::vector<Claim> k_table = [] {
    std::vector<Claim> all;
    for (const auto topic : k_topics) {
      const std::vector<Claim> rows = topic();
      all.insert(all.end(), rows.begin(), rows.end());
    }
    return all;
  }();
  return k_table;
}

std::vector<const Claim*> find_claims(std::string_view name) {
  std::vector<const Claim*> found;
  std::vector<std::string_view> ids;
  const std::string id = statement_id(name);
  for (const Claim& claim : claims()) {
    ids.push_back(claim.id);
    if (belongs_to(claim.id, id)) {
      found.push_back(&claim);
    }
  }
  if (found.empty()) {
    throw Error(unknown_name("claim", name, ids, "dmc list claims"));
  }
  return found;
}

}  // namespace dmc
