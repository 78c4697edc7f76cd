#include "dmc/record/line_meter.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <map>
#include <random>
#include <tuple>
#include <vector>

#include "catch.hpp"

namespace {

using dmc::Access;
using dmc::ArrayId;
using dmc::Batch;
using dmc::LabelId;
using dmc::LineMeter;
using dmc::LineReuses;
using dmc::ScopeEvent;

// One step of a program: an access, or a call entered (label) or left (0).
struct Step {
  bool is_access;
  dmc::Datum datum;
  ArrayId line;
  LabelId label;
};

using Key = std::tuple<ArrayId, ArrayId, LabelId>;
struct Sum {
  std::uint64_t reuses = 0;
  double dmd = 0;
  std::uint64_t misses = 0;
};

// The definitions, literally: a stack of data by last access, and every access's path of calls.
std::map<Key, Sum> naive(const std::vector<Step>& steps, std::uint64_t capacity) {
  struct Call {
    std::size_t number;
    LabelId label;
  };
  struct Touch {
    ArrayId line;
    std::vector<Call> path;
  };
  std::vector<dmc::Datum> order;  // last accessed first
  std::map<dmc::Datum, Touch> touched;
  std::vector<Call> path;
  std::map<Key, Sum> sums;
  std::size_t number = 0;
  for (const Step& step : steps) {
    if (!step.is_access) {
      if (step.label == 0) {
        path.pop_back();
      } else {
        path.push_back({++number, step.label});
      }
      continue;
    }
    const auto found = std::find(order.begin(), order.end(), step.datum);
    if (found != order.end()) {
      const auto distance = static_cast<std::uint64_t>(found - order.begin()) + 1;
      order.erase(found);
      const Touch& before = touched.at(step.datum);
      LabelId carrier = 0;
      for (std::size_t i = 0; i < std::min(path.size(), before.path.size()); ++i) {
        if (path[i].number == before.path[i].number) {
          carrier = path[i].label;
        }
      }
      Sum& sum = sums[{before.line, step.line, carrier}];
      ++sum.reuses;
      sum.dmd += std::sqrt(static_cast<double>(distance));
      sum.misses += distance > capacity ? 1 : 0;
    }
    order.insert(order.begin(), step.datum);
    touched[step.datum] = {step.line, path};
  }
  return sums;
}

void feed(LineMeter& meter, const std::vector<Step>& steps, std::size_t length) {
  Batch batch;
  batch.data_end = 64;
  batch.array_end = 8;
  batch.label_end = 8;
  for (const Step& step : steps) {
    if (step.is_access) {
      batch.storage[batch.count++] = Access(step.datum, step.line, step.datum % 3 == 0);
    } else {
      batch.events.push_back(
          {static_cast<std::uint32_t>(batch.count), step.label,
           step.label == 0 ? ScopeEvent::Kind::leave_block : ScopeEvent::Kind::enter_block});
    }
    if (batch.count == length) {
      meter.add(batch, 0);
      batch.count = 0;
      batch.events.clear();
    }
  }
  meter.add(batch, 0);
}

std::vector<Step> random_program(unsigned seed) {
  std::mt19937 random(seed);
  std::vector<Step> steps;
  std::size_t depth = 0;
  for (int i = 0; i < 3000; ++i) {
    const auto choice = random() % 10;
    if (choice == 0 && depth < 12) {
      steps.push_back({false, 0, 0, static_cast<LabelId>(1 + random() % 5)});
      ++depth;
    } else if (choice == 1 && depth > 0) {
      steps.push_back({false, 0, 0, 0});
      --depth;
    } else {
      steps.push_back(
          {true, static_cast<dmc::Datum>(random() % 60), static_cast<ArrayId>(random() % 6), 0});
    }
  }
  return steps;
}

}  // namespace

TEST_CASE("Reuses by line before, line now and call are those of the definition", "[record]") {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    const std::vector<Step> steps = random_program(seed);
    const auto expected = naive(steps, 20);
    for (const std::size_t length : {std::size_t{1}, std::size_t{7}, Batch::k_capacity}) {
      LineMeter meter({20});
      feed(meter, steps, length);
      const dmc::LineCounts counts = meter.counts();
      REQUIRE(counts.reuses.size() == expected.size());
      for (const LineReuses& one : counts.reuses) {
        const Sum& sum = expected.at({one.from, one.to, one.carried_by});
        REQUIRE(one.reuses == sum.reuses);
        REQUIRE(one.misses[0] == sum.misses);
        REQUIRE(one.dmd == Approx(sum.dmd).epsilon(1e-12));
      }
      double in_calls = 0;
      for (const dmc::CallCost& call : counts.calls) {
        in_calls += call.dmd;
      }
      double in_classes = 0;
      for (const auto& [key, sum] : expected) {
        in_classes += sum.dmd;
      }
      REQUIRE(in_calls == Approx(in_classes).epsilon(1e-12));
    }
  }
}

TEST_CASE("Cold accesses, reads and writes are counted where they are made", "[record]") {
  LineMeter meter;
  feed(meter, {{true, 3, 1, 0}, {true, 4, 1, 0}, {true, 3, 2, 0}}, 10);
  const dmc::LineCounts counts = meter.counts();
  REQUIRE(counts.accesses == 3);
  REQUIRE(counts.data == 2);
  REQUIRE(counts.lines[1].cold == 2);
  REQUIRE(counts.lines[1].writes == 1);
  REQUIRE(counts.lines[1].reads == 1);
  REQUIRE(counts.lines[2].cold == 0);
  REQUIRE(counts.reuses.size() == 1);
  REQUIRE(counts.reuses[0].min_distance == 2);
}

TEST_CASE("A datum that another thread touched last goes from thread to thread", "[record]") {
  LineMeter meter;
  Batch batch;
  batch.data_end = batch.array_end = 2;
  batch.storage[0] = Access(0, 1, true);
  batch.count = 1;
  meter.add(batch, 0);
  meter.add(batch, 5);
  meter.add(batch, 5);
  const dmc::LineCounts counts = meter.counts();
  REQUIRE(counts.reuses.size() == 2);
  for (const LineReuses& one : counts.reuses) {
    REQUIRE(one.reuses == 1);
    REQUIRE((one.carried_by == LineReuses::k_other_thread || one.carried_by == 0));
  }
}

TEST_CASE("What several meters counted adds up", "[record]") {
  LineMeter one({20});
  LineMeter other({20});
  feed(one, random_program(1), 100);
  feed(other, random_program(2), 100);
  const dmc::LineCounts whole = dmc::merge({one.counts(), other.counts()});
  REQUIRE(whole.accesses == one.accesses() + other.accesses());
  REQUIRE(whole.histogram.reuses() ==
          one.counts().histogram.reuses() + other.counts().histogram.reuses());
  std::uint64_t reuses = 0;
  for (const LineReuses& row : whole.reuses) {
    reuses += row.reuses;
  }
  REQUIRE(reuses == whole.histogram.reuses());
}
