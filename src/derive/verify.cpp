#include "dmc/derive/verify.hpp"

#include <algorithm>
#include <random>
#include <utility>

#include <fmt/format.h>

#include "dmc/engine/lru_engine.hpp"
#include "dmc/trace/tracer.hpp"
#include "dmc/util/error.hpp"

namespace dmc::derive {
namespace {

constexpr std::size_t k_enough = 6;    // sizes, where every term has reuses at one of them
constexpr std::size_t k_most = 16;     // sizes
constexpr std::size_t k_tries = 4000;  // at sizes that may be outside of the region, or too large
constexpr std::size_t k_tries_each = 40;  // before sizes may be larger
constexpr std::int64_t k_smallest_top = 4;
constexpr std::size_t k_large = 2;  // sizes about as large as a run may be
constexpr std::size_t k_large_tries = 400;
constexpr std::size_t k_grow_each = 10;

std::string at_text(const Derivation& derivation, const Sizes& sizes) {
  std::string text;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    text += fmt::format("{}{} = {}", i == 0 ? "" : ", ", derivation.parameters[i], sizes[i]);
  }
  return text;
}

[[noreturn]] void fail(const Derivation& derivation, const Sizes& sizes, const std::string& what) {
  throw VerificationFailed(fmt::format("the formulas derived for {} are wrong at {}: {}",
                                       derivation.name, at_text(derivation, sizes), what));
}

// What the engine has and the derivation lacks is as many as are undecided; it never has more.
void compare(const Derivation& derivation, const Sizes& sizes, const Distances& derived,
             const Distances& measured) {
  for (const auto& [distance, count] : derived) {
    const auto found = measured.find(distance);
    const std::uint64_t seen = found == measured.end() ? 0 : found->second;
    if (count > seen || (derivation.undecided.empty() && count < seen)) {
      fail(derivation, sizes,
           fmt::format("{} reuses of distance {} in place of {}", count, distance, seen));
    }
  }
  for (const auto& [distance, count] : measured) {
    if (derivation.undecided.empty() && !derived.contains(distance)) {
      fail(derivation, sizes,
           fmt::format("no reuses of distance {} in place of {}", distance, count));
    }
  }
}

bool has_reuses(const Term& term, const Sizes& sizes) {
  bool any = false;
  for_each_reuse(term, sizes, [&](Int128, Int128) { any = true; });
  return any;
}

// What was never compared with anything is not told.
void leave_out_unseen(Derivation& derivation) {
  std::erase_if(derivation.terms, [&](const Term& term) {
    const bool seen = std::any_of(derivation.verified.begin(), derivation.verified.end(),
                                  [&](const Sizes& sizes) { return has_reuses(term, sizes); });
    if (!seen) {
      derivation.undecided.push_back({term.reference, "no size small enough to verify has any"});
    }
    return !seen;
  });
}

/// Looks for sizes, small ones first.
class Search {
 public:
  Search(const Derivation& derivation, const VerifyOptions& options)
      : derivation_(derivation), options_(options), seen_(derivation.terms.size()) {}

  std::vector<Sizes> run() {
    for (std::size_t i = 0; i < k_tries && !is_enough() && found_.size() < k_most; ++i) {
      const std::int64_t top = k_smallest_top + static_cast<std::int64_t>(i / k_tries_each);
      const Sizes sizes = sizes_below(top);
      consider(sizes);
      if (sizes.empty()) {
        break;
      }
    }
    add_large();
    return found_;
  }

 private:
  [[nodiscard]] Sizes sizes_below(std::int64_t top) {
    Sizes sizes;
    for (const std::string& name : derivation_.parameters) {
      // No distribution of the library: those differ from one to another.
      const auto times = 1 + static_cast<std::int64_t>(random_() % static_cast<std::uint32_t>(top));
      const auto found = derivation_.residues.find(name);
      const Residue residue = found == derivation_.residues.end() ? Residue() : found->second;
      sizes.push_back(residue.divisor * times + residue.remainder);
    }
    return sizes;
  }

  [[nodiscard]] bool is_possible(const Sizes& sizes) const {
    return std::find(found_.begin(), found_.end(), sizes) == found_.end() &&
           holds_at(derivation_, sizes) &&
           accesses_at(derivation_, sizes) <= options_.most_accesses;
  }

  // What is wrong by little at small sizes is wrong by more at large ones.
  void add_large() {
    std::vector<std::pair<Int128, Sizes>> largest;
    std::int64_t top = k_smallest_top;
    for (std::size_t i = 0; i < k_large_tries; ++i) {
      const Sizes sizes = sizes_below(top);
      top += i % k_grow_each == 0 ? std::max<std::int64_t>(1, top / 4) : 0;
      if (is_possible(sizes)) {
        largest.emplace_back(accesses_at(derivation_, sizes), sizes);
      }
    }
    std::sort(largest.rbegin(), largest.rend());
    largest.resize(std::min(largest.size(), k_large));
    for (auto& [accesses, sizes] : largest) {
      if (std::find(found_.begin(), found_.end(), sizes) == found_.end()) {
        found_.push_back(std::move(sizes));
      }
    }
  }

  [[nodiscard]] bool is_enough() const {
    return found_.size() >= k_enough &&
           std::all_of(seen_.begin(), seen_.end(), [](bool one) { return one; });
  }

  void consider(const Sizes& sizes) {
    if (!is_possible(sizes)) {
      return;
    }
    bool is_new = false;
    for (std::size_t i = 0; i < seen_.size(); ++i) {
      if (!seen_[i] && has_reuses(derivation_.terms[i], sizes)) {
        seen_[i] = true;
        is_new = true;
      }
    }
    if (is_new || found_.size() < k_enough) {
      found_.push_back(sizes);
    }
  }

  const Derivation& derivation_;
  const VerifyOptions& options_;
  std::vector<bool> seen_;
  std::vector<Sizes> found_;
  std::mt19937 random_{1};
};

}  // namespace

std::vector<Sizes> held_out_sizes(const Derivation& derivation, const VerifyOptions& options) {
  return Search(derivation, options).run();
}

void verify_at(const Derivation& derivation, const Kernel& kernel, const Sizes& sizes,
               const std::vector<std::string>& omit) {
  Parameters parameters;
  for (const auto& [name, value] : derivation.fixed) {
    if (has_parameter(kernel, name)) {
      parameters.set(name, static_cast<std::uint64_t>(value));
    }
  }
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    parameters.set(derivation.parameters[i], static_cast<std::uint64_t>(sizes[i]));
  }
  LruEngine engine;
  Tracer tracer(
      {.block = static_cast<std::uint64_t>(derivation.block), .omit = omit},
      [&](const Batch& batch) { engine.access(batch); }, Tracer::Attribution::off);
  static_cast<void>(kernel.run(resolve_parameters(kernel, parameters), tracer, InputData()));
  tracer.finish();
  const Values values = values_at(derivation, sizes);
  if (values.accesses != static_cast<Int128>(engine.accesses())) {
    fail(derivation, sizes,
         fmt::format("{} accesses in place of {}", to_text(values.accesses), engine.accesses()));
  }
  if (values.data != static_cast<Int128>(engine.data())) {
    fail(derivation, sizes,
         fmt::format("{} data in place of {}", to_text(values.data), engine.data()));
  }
  Distances measured;
  for (const Histogram::Bin& bin : engine.histogram().bins) {
    measured[bin.distance] = bin.reuses;
  }
  compare(derivation, sizes, distances_at(derivation, sizes), measured);
}

void verify(Derivation& derivation, const Kernel& kernel, const VerifyOptions& options) {
  const std::vector<Sizes> all = held_out_sizes(derivation, options);
  if (all.empty()) {
    throw Error(fmt::format(
        "the formulas derived for {} hold at no size that is small enough to verify them",
        derivation.name));
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (options.progress) {
      options.progress(i, all.size());
    }
    verify_at(derivation, kernel, all[i], options.omit);
    derivation.verified.push_back(all[i]);
  }
  leave_out_unseen(derivation);
}

}  // namespace dmc::derive
