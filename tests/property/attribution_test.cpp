#include "attribution.hpp"

#include <algorithm>

#include "dmc/trace/tracer.hpp"

#include "catch.hpp"
#include "replay.hpp"

namespace dmc::test {
namespace {

/// A program of random loops, blocks and accesses, made before the eyes of the oracle.
class RandomProgram {
 public:
  RandomProgram(Tracer& tracer, ScopeOracle& oracle, Random& random, std::uint64_t labels)
      : tracer_(tracer), oracle_(oracle), random_(random) {
    for (std::uint64_t i = 0; i < labels; ++i) {
      labels_.push_back(tracer.label("scope", "n", i));
    }
  }

  void add_array(std::uint64_t size) {
    const auto name = std::string(1, static_cast<char>('a' + arrays_.size()));
    first_.push_back(next_);
    arrays_.push_back(tracer_.array<char>(name, size));
    next_ += static_cast<Datum>(size);
  }

  void run_until(std::uint64_t accesses) {
    while (tracer_.accesses() < accesses) {
      body(0);
    }
  }

  void body(int depth) {
    for (std::uint64_t statements = below(random_, 5); statements > 0; --statements) {
      switch (depth < k_deepest ? below(random_, 8) : 7) {
        case 0:
        case 1:
          loop(depth + 1, below(random_, 6));
          break;
        case 2:
          block(depth + 1);
          break;
        default:
          burst();
      }
    }
  }

  void loop(int depth, std::uint64_t iterations) {
    const Label label = labels_[below(random_, labels_.size())];
    oracle_.enter_loop(label.id);
    for ([[maybe_unused]] const auto i : tracer_.loop(label, iterations)) {
      oracle_.next_iteration();
      body(depth);
    }
    oracle_.leave_loop();
  }

  void block(int depth) {
    const Label label = labels_[below(random_, labels_.size())];
    oracle_.enter_block(label.id);
    {
      const Block call = tracer_.call(label);
      body(depth);
    }
    oracle_.leave_block();
  }

  /// A few accesses to one array, near each other or anywhere, so that reuses of all spans occur.
  void burst() {
    const std::size_t which = below(random_, arrays_.size());
    const std::uint64_t size = arrays_[which].size();
    const std::uint64_t around = below(random_, size);
    const std::uint64_t span = below(random_, 3) == 0 ? size : 1 + below(random_, 8);
    for (std::uint64_t count = below(random_, 9); count > 0; --count) {
      access(which, (around + below(random_, span)) % size);
    }
  }

  void access(std::size_t which, std::uint64_t element) {
    if (below(random_, 2) == 0) {
      (void)arrays_[which].read(element);
    } else {
      arrays_[which].write(element, 0);
    }
    oracle_.access(static_cast<Datum>(first_[which] + element), static_cast<ArrayId>(which));
  }

 private:
  static constexpr int k_deepest = 7;

  Tracer& tracer_;
  ScopeOracle& oracle_;
  Random& random_;
  std::vector<Label> labels_;
  std::vector<Traced<char>> arrays_;
  std::vector<Datum> first_;
  Datum next_ = 0;
};

constexpr std::size_t k_slack = 2'000'000;  // a random body can go on for long

TEST_CASE("reuses of random programs are carried by the innermost scope that holds both accesses") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    Random random(seed);
    ScopeOracle oracle(k_slack);
    LruEngine engine;
    Random cuts(seed);
    Tracer tracer({}, [&](Batch& batch) {
      if (seed % 3 == 0) {
        engine.attribute(batch);
      } else {
        attribute_in_pieces(engine, batch, cuts, seed % 3 == 1 ? 5 : 1500);
      }
    });
    RandomProgram program(tracer, oracle, random, 1 + below(random, 6));
    for (const std::uint64_t size :
         {std::uint64_t{1}, 1 + below(random, 50), 1 + below(random, 3000)}) {
      program.add_array(size);
    }
    program.run_until(20'000);
    tracer.finish();
    CHECK(difference(engine, oracle) == k_same);
  }
}

// Every instruction set; and far reuses that are all noted, hardly noted, and noted or counted when
// bins are carried over.
std::vector<EngineOptions> ways_to_count() {
  std::vector<EngineOptions> ways;
  for (const InstructionSet instructions : supported_instruction_sets()) {
    ways.push_back({.instructions = instructions});
  }
  constexpr std::uint64_t k_many = 20'000'000;
  ways.push_back({.expected_data = k_many});
  ways.push_back({.expected_data = k_many, .noted_limit = 1});
  ways.push_back({.expected_data = k_many, .bin_limit = 200'000});
  ways.push_back({.expected_data = k_many, .bin_limit = 200'000, .noted_limit = 1});
  return ways;
}

// With one loop open from beginning to end, so that a mark is carried through every compaction.
TEST_CASE("attribution holds over several compactions and for every way to count") {
  constexpr std::uint64_t k_iterations = k_sanitized ? 40 : 150;
  for (const std::uint64_t size : {std::uint64_t{300}, std::uint64_t{150'000}}) {
    Random random(size);
    ScopeOracle oracle(k_slack + 10'000 * k_iterations);
    std::vector<LruEngine> engines;
    for (const EngineOptions& options : ways_to_count()) {
      engines.emplace_back(options);
    }
    Tracer tracer({}, [&](Batch& batch) {
      for (LruEngine& engine : engines) {
        engine.attribute(batch);
      }
    });
    RandomProgram program(tracer, oracle, random, 10);
    program.add_array(20);
    program.add_array(size);
    const Label outer = tracer.label("outer");
    oracle.enter_loop(outer.id);
    for (const auto i : tracer.loop(outer, k_iterations)) {
      oracle.next_iteration();
      program.run_until(10'000 * (i + 1));
    }
    oracle.leave_loop();
    tracer.finish();
    for (std::size_t i = 0; i < engines.size(); ++i) {
      CAPTURE(i, size);
      CHECK(difference(engines[i], oracle) == k_same);
    }
  }
}

// The axis is full for the first time after 2^17 - 1 accesses; the same stretch of program is put
// across that place one access earlier each time.
TEST_CASE("a compaction may come at any place among the scopes") {
  for (std::uint64_t shift = 0; shift < 80; ++shift) {
    CAPTURE(shift);
    Random random(5);
    ScopeOracle oracle(k_slack);
    LruEngine engine;
    Tracer tracer({}, [&](Batch& batch) { engine.attribute(batch); });
    RandomProgram program(tracer, oracle, random, 4);
    program.add_array(30);
    const Label outer = tracer.label("outer");
    oracle.enter_loop(outer.id);
    for (const auto i : tracer.loop(outer, 3)) {
      oracle.next_iteration();
      const std::uint64_t quiet = i == 1 ? (1U << 17) - 1 - shift : 0;
      while (tracer.accesses() < quiet) {
        program.access(0, tracer.accesses() % 25);
      }
      program.run_until(tracer.accesses() + 100);
    }
    oracle.leave_loop();
    tracer.finish();
    CHECK(difference(engine, oracle) == k_same);
  }
}

TEST_CASE("labels and arrays that come up late find room") {
  Random random(9);
  ScopeOracle oracle(k_slack);
  LruEngine engine;
  Tracer tracer({}, [&](Batch& batch) { engine.attribute(batch); });
  std::vector<Traced<char>> arrays;
  const Label outer = tracer.label("outer");
  oracle.enter_block(outer.id);
  {
    const Block whole = tracer.call(outer);
    for (std::uint64_t i = 0; i < 700; ++i) {
      if (i % 10 == 0) {
        arrays.push_back(tracer.array<char>("array " + std::to_string(i), 100));
      }
      const Label label = tracer.label("call", "n", i);
      oracle.enter_block(label.id);
      {
        const Block call = tracer.call(label);
        for (int count = 0; count < 200; ++count) {
          const std::size_t which = below(random, arrays.size());
          const std::uint64_t element = below(random, 100);
          (void)arrays[which].read(element);
          oracle.access(static_cast<Datum>(100 * which + element), static_cast<ArrayId>(which));
        }
      }
      oracle.leave_block();
    }
  }
  oracle.leave_block();
  tracer.finish();
  CHECK(difference(engine, oracle) == k_same);
}

TEST_CASE("the parts by array and scope add up to the whole") {
  Random random(11);
  ScopeOracle oracle(k_slack);
  LruEngine engine;
  Tracer tracer({}, [&](Batch& batch) { engine.attribute(batch); });
  RandomProgram program(tracer, oracle, random, 5);
  program.add_array(40);
  program.add_array(900);
  program.run_until(30'000);
  tracer.finish();
  const std::vector<AttributedHistogram> parts = engine.attributed();
  std::vector<const Histogram*> histograms(parts.size());
  std::transform(parts.begin(), parts.end(), histograms.begin(),
                 [](const AttributedHistogram& part) { return &part.histogram; });
  CHECK(parts.size() > 5);
  CHECK(merge(histograms) == engine.histogram());
  CHECK(engine.histogram().reuses() + engine.data() == engine.accesses());
}

}  // namespace
}  // namespace dmc::test
