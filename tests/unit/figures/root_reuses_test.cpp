#include "dmc/analysis/root_reuses.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "dmc/kernels/kernel.hpp"

#include "catch.hpp"
#include "naive_lru.hpp"

using namespace dmc;

namespace {

std::uint64_t count_of(const RootReuses& reuses, Kinship kinship) {
  return static_cast<std::uint64_t>(
      std::count_if(reuses.reuses.begin(), reuses.reuses.end(),
                    [kinship](const RootReuse& reuse) { return reuse.kinship == kinship; }));
}

// "s" sibling, "p" child to parent, "d" distant, in the order of the reads.
std::string kinds(const RootReuses& reuses) {
  std::string text;
  for (const RootReuse& reuse : reuses.reuses) {
    switch (reuse.kinship) {
      case Kinship::sibling:
        text += 's';
        break;
      case Kinship::parent:
        text += 'p';
        break;
      case Kinship::distant:
        text += 'd';
        break;
      case Kinship::same:
        break;
    }
  }
  return text;
}

// Distances of all accesses to one datum, from the definition.
std::vector<std::uint64_t> distances_to(std::uint64_t datum, std::uint64_t n) {
  test::NaiveLru lru;
  std::vector<std::uint64_t> distances;
  Tracer tracer({}, [&](Batch& batch) {
    for (const Access access : batch.accesses()) {
      const std::uint64_t distance = lru.access(access.datum());
      if (access.datum() == datum && distance != 0) {
        distances.push_back(distance);
      }
    }
  });
  static_cast<void>(find_kernel("fft").run({{"n", n}}, tracer, InputData()));
  tracer.finish();
  return distances;
}

}  // namespace

TEST_CASE("reuses of roots in FFT(16) are those drawn in the paper") {
  // By hand: the calls end in the order FFT(2), FFT(2), FFT(4), FFT(2), FFT(2), FFT(4), FFT(8),
  // then the same again in the odd half, and FFT(16) last. ω[0] is read in each, ω[4] not in
  // FFT(2).
  CHECK(kinds(root_reuses(16, 0)) == "spdsppdspdsppp");
  CHECK(kinds(root_reuses(16, 4)) == "spdspp");
  CHECK(kinds(root_reuses(16, 2)) == "sp");
  CHECK(kinds(root_reuses(16, 3)).empty());
}

TEST_CASE("the recursion tree of FFT(16)") {
  const RootReuses tree = root_reuses(16, 0);
  REQUIRE(tree.calls.size() == 15);
  const auto level = [&](std::uint64_t size) {
    return std::count_if(tree.calls.begin(), tree.calls.end(),
                         [size](const TransformCall& call) { return call.size == size; });
  };
  CHECK(level(16) == 1);
  CHECK(level(8) == 2);
  CHECK(level(4) == 4);
  CHECK(level(2) == 8);
  for (const TransformCall& call : tree.calls) {
    // Section 3.4: FFT(8) reads ω[0], ω[2], ω[4], ω[6] of FFT(16)'s, and so on.
    std::vector<std::uint64_t> roots;
    for (std::uint64_t root = 0; root < 8; root += 16 / call.size) {
      roots.push_back(root);
    }
    CHECK(call.roots == roots);
    if (call.caller) {
      CHECK(tree.calls[*call.caller].size == 2 * call.size);
      CHECK(tree.calls[*call.caller].path == call.path.substr(0, call.path.size() - 1));
    } else {
      CHECK(call.size == 16);
    }
  }
}

TEST_CASE("counts of Lemma 3.16 at every size") {
  for (std::uint64_t n = 4; n <= 256; n *= 2) {
    const RootReuses reuses = root_reuses(n, 0);
    CAPTURE(n);
    CHECK(count_of(reuses, Kinship::distant) == n / 4 - 1);
    CHECK(count_of(reuses, Kinship::sibling) == n / 4);
    CHECK(count_of(reuses, Kinship::parent) == n / 2 - 1);
    CHECK(count_of(reuses, Kinship::same) == n - 1);  // one in each call
  }
}

TEST_CASE("counts of Lemma 3.17 at every root") {
  const std::uint64_t n = 64;
  for (std::uint64_t root = 1; root < n / 2; ++root) {
    // The lowest level whose calls read it: there its index is odd.
    std::uint64_t lowest = 6;
    for (std::uint64_t rest = root; rest % 2 == 0; rest /= 2) {
      --lowest;
    }
    CAPTURE(root, lowest);
    CHECK(count_of(root_reuses(n, root), Kinship::distant) ==
          (n >> (lowest + 1)) - (lowest < 6 ? 1 : 0));
  }
}

TEST_CASE("distances of roots are those of the definition") {
  const std::uint64_t n = 32;
  for (const std::uint64_t root : {0U, 1U, 4U, 8U}) {
    std::vector<std::uint64_t> found;
    for (const RootReuse& reuse : root_reuses(n, root).reuses) {
      found.push_back(reuse.distance);
    }
    CHECK(found == distances_to(n + root, n));  // the array ω follows A
  }
  // By hand: Fo[0], Y[1] of one FFT(2), two reads and two writes for the other half, its two
  // halves, and the root itself; then from the second FFT(2) to FFT(4).
  CHECK(root_reuses(16, 0).reuses[1].distance == 9);
  CHECK(root_reuses(16, 0).reuses[3].distance == 4);
}
