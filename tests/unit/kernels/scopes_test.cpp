#include <map>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>

#include "catch.hpp"
#include "problems.hpp"
#include "record.hpp"

namespace dmc::test {
namespace {

/// One open scope and where it is: a loop in one of its iterations, or a block.
struct Place {
  std::uint64_t scope;
  std::uint64_t iteration;
  LabelId label;
  bool is_loop;
};

/// Who carries each reuse, from the definition: the stack of every access is kept, and two
/// accesses' stacks are compared from the outside in.
class NaiveAttribution {
 public:
  void consume(const Batch& batch) {
    auto event = batch.events.begin();
    for (std::size_t i = 0; i < batch.count; ++i) {
      for (; event != batch.events.end() && event->position <= i; ++event) {
        apply(*event);
      }
      access(batch.storage[i]);
    }
    for (; event != batch.events.end(); ++event) {
      apply(*event);
    }
  }

  /// Reuses by array and label.
  [[nodiscard]] const std::map<std::pair<ArrayId, LabelId>, std::uint64_t>& reuses() const {
    return reuses_;
  }
  [[nodiscard]] std::uint64_t open() const { return stack_.size(); }

 private:
  void apply(const ScopeEvent& event) {
    using Kind = ScopeEvent::Kind;
    if (event.kind == Kind::enter_loop || event.kind == Kind::enter_block) {
      ++scopes_;
      stack_.push_back({scopes_, 0, event.label, event.kind == Kind::enter_loop});
      return;
    }
    REQUIRE_FALSE(stack_.empty());
    const bool ends_block = event.kind == Kind::leave_block;
    REQUIRE(stack_.back().is_loop != ends_block);
    if (event.kind == Kind::iterate) {
      ++stack_.back().iteration;
    } else {
      stack_.pop_back();
    }
  }

  void access(Access access) {
    const auto [last, is_first] = last_.try_emplace(access.datum(), stack_);
    if (!is_first) {
      ++reuses_[{access.array(), carrier(last->second)}];
      last->second = stack_;
    }
  }

  [[nodiscard]] LabelId carrier(const std::vector<Place>& before) const {
    LabelId common = 0;
    for (std::size_t i = 0; i < std::min(before.size(), stack_.size()); ++i) {
      if (before[i].scope != stack_[i].scope) {
        break;
      }
      if (before[i].iteration != stack_[i].iteration) {
        return stack_[i].label;
      }
      common = static_cast<LabelId>(stack_[i].label + (stack_[i].is_loop ? 1 : 0));
    }
    return common;
  }

  std::vector<Place> stack_;
  std::uint64_t scopes_ = 0;
  std::unordered_map<Datum, std::vector<Place>> last_;
  std::map<std::pair<ArrayId, LabelId>, std::uint64_t> reuses_;
};

using Attributed = std::map<std::pair<std::string, std::string>, std::uint64_t>;

Attributed attribute(std::string_view name, const Parameters& given) {
  const Kernel& kernel = find_kernel(name);
  NaiveAttribution attribution;
  Tracer tracer(Model{}, [&](Batch& batch) { attribution.consume(batch); });
  (void)kernel.run(resolve_parameters(kernel, given), tracer, InputData());
  tracer.finish();
  CHECK(attribution.open() == 0);
  Attributed named;
  for (const auto& [key, reuses] : attribution.reuses()) {
    named[{tracer.names().arrays[key.first], tracer.names().labels[key.second]}] += reuses;
  }
  return named;
}

TEST_CASE("conv's reuses fall into the classes of Lemmas 3.7 to 3.9, with their exact counts") {
  for (const std::uint64_t n : {7U, 9U}) {
    for (const std::uint64_t k : {1U, 3U, 7U}) {
      CAPTURE(n, k);
      const std::uint64_t o = n - k + 1;
      const Attributed reuses = attribute("conv", {{"n", n}, {"k", k}});
      Attributed expected;
      const auto expect = [&](const char* array, const char* label, std::uint64_t count) {
        if (count > 0) {
          expected[{array, label}] = count;
        }
      };
      expect("K", "i", k * k * (o - 1));
      expect("K", "j", k * k * o * (o - 1));
      expect("I", "j", k * (k - 1) * o * (o - 1));
      expect("I", "i", (k - 1) * n * (n - k));
      CHECK(reuses == expected);
    }
  }
}

TEST_CASE("fft's reuses are carried by calls of every size, and second reads by the butterflies") {
  const std::uint64_t n = 32;
  const std::uint64_t levels = 5;
  const Attributed reuses = attribute("fft", {{"n", n}});
  std::uint64_t roots = 0;
  for (std::uint64_t size = 2; size <= n; size *= 2) {
    const std::string label = "fft n=" + std::to_string(size);
    CAPTURE(label);
    // A call writes its two halves, which its two calls divide; and reads their two results.
    const std::uint64_t divided = size == 2 ? 0 : n / 2;
    CHECK((reuses.count({"E", label}) ? reuses.at({"E", label}) : 0) == divided);
    CHECK((reuses.count({"O", label}) ? reuses.at({"O", label}) : 0) == divided);
    CHECK(reuses.at({"Y", label}) == n);
    const auto found = reuses.find({"omega", label});
    roots += found == reuses.end() ? 0 : found->second;
  }
  // Every read of a root but the very first of each; half of all reads are second reads.
  CHECK(roots == n / 2 * levels - n / 2);
  CHECK(reuses.at({"omega", "butterflies"}) == n / 2 * levels);
  CHECK(reuses.at({"Y", "butterflies"}) == n * levels);
}

TEST_CASE("transformer's accesses fall into the stages of Table 1") {
  std::set<std::string> labels;
  for (const auto& [key, reuses] : attribute(
           "transformer", {{"l", 3}, {"d", 4}, {"h", 2}, {"f", 5}, {"layers", 2}, {"vocab", 4}})) {
    labels.insert(key.second);
  }
  for (const char* carrier : {"layer", "within layer", "group", "program"}) {
    CAPTURE(carrier);
    CHECK(labels.count(carrier) == 1);
  }
  Tracer tracer(Model{}, [](Batch&) {});
  const Kernel& kernel = find_kernel("transformer");
  (void)kernel.run(resolve_parameters(kernel, {{"l", 3}, {"d", 4}, {"h", 2}}), tracer, InputData());
  const auto& all = tracer.names().labels;
  for (const char* stage : {"embedding", "positional encoding", "masked attention", "attention",
                            "norm", "feed-forward", "linear", "softmax"}) {
    CAPTURE(stage);
    CHECK(std::count(all.begin(), all.end(), stage) == 1);
  }
}

/// Whether a class speaks of reuses carried by this label: the label, or its beginning before "
/// n=".
bool is_carried(const ReuseClass& named, const std::string& label) {
  return named.carried_by.empty() ||
         std::any_of(named.carried_by.begin(), named.carried_by.end(), [&](std::string_view one) {
           return label == one || label.substr(0, label.find(" n=")) == one;
         });
}

TEST_CASE("every named class of every kernel has reuses") {
  for (const Problem& one : small_problems()) {
    const Kernel& kernel = find_kernel(one.kernel);
    const Attributed reuses = attribute(one.kernel, one.given);
    std::set<std::string_view> seen;
    for (const auto& [key, count] : reuses) {
      for (const ReuseClass& named : kernel.classes) {
        const auto& arrays = named.arrays;
        if ((arrays.empty() || std::count(arrays.begin(), arrays.end(), key.first) > 0) &&
            is_carried(named, key.second)) {
          seen.insert(named.name);
          break;
        }
      }
    }
    for (const ReuseClass& named : kernel.classes) {
      CAPTURE(kernel.name, named.name);
      CHECK(seen.count(named.name) == 1);
    }
  }
}

TEST_CASE("scopes cost no accesses: the trace is the same with attribution and without") {
  // Stages give arrays more ids, with the same names.
  const auto named = [](const Recording& recording) {
    std::vector<std::tuple<Datum, bool, std::string_view>> all;
    for (const Access access : recording.accesses) {
      all.emplace_back(access.datum(), access.is_write(), recording.array(access));
    }
    return all;
  };
  for (const Problem& one : small_problems()) {
    CAPTURE(one.kernel);
    const Kernel& kernel = find_kernel(one.kernel);
    const Parameters parameters = resolve_parameters(kernel, one.given);
    const Recording plain = record(kernel, parameters);
    const Recording attributed = record(kernel, parameters, {}, Tracer::Attribution::on);
    CHECK((named(plain) == named(attributed)));
  }
}

TEST_CASE("there are no scope events without attribution") {
  for (const Problem& one : small_problems()) {
    const Kernel& kernel = find_kernel(one.kernel);
    bool none = true;
    const auto look = [&](Batch& batch) { none = none && batch.events.empty(); };
    Tracer tracer({}, look, Tracer::Attribution::off);
    (void)kernel.run(resolve_parameters(kernel, one.given), tracer, InputData());
    tracer.finish();
    CAPTURE(one.kernel);
    CHECK(none);
  }
}

}  // namespace
}  // namespace dmc::test
