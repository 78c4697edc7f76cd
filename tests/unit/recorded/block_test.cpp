#include "block.hpp"

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "catch.hpp"
#include "trace_text.hpp"

namespace dmc::test {
namespace {

using tracefile::BlockDecoder;
using tracefile::BlockEncoder;
using Random = std::mt19937_64;

/// Blocks that batches make.
std::vector<std::string> blocks_of(const std::vector<Batch>& batches) {
  std::vector<std::string> blocks;
  BlockEncoder encoder;
  for (const Batch& batch : batches) {
    for (BlockEncoder::Position at; at.access < batch.count || at.event < batch.events.size();) {
      encoder.add(batch, at);
      if (encoder.full()) {
        blocks.emplace_back(encoder.finish());
      }
    }
  }
  if (!encoder.empty()) {
    blocks.emplace_back(encoder.finish());
  }
  return blocks;
}

/// Adds a block's accesses; false where it is damaged.
bool decode(const std::string& block, BlockDecoder& decoder, Flat& flat) {
  if (!decoder.open(block)) {
    return false;
  }
  for (Batch batch;;) {
    const BlockDecoder::Result result = decoder.next(batch);
    if (result != BlockDecoder::Result::batch) {
      return result == BlockDecoder::Result::end;
    }
    flat.add(batch);
  }
}

/// Runs through its arrays in a round that changes now and then, as programs do.
struct Rounds {
  std::uint32_t arrays;
  std::size_t length;         ///< of a round
  std::uint32_t change;       ///< one access in so many begins another round,
  std::uint32_t jump;         ///< and one goes that far, rather than one on
  std::uint64_t jump_length;  ///< at most
};

std::vector<Batch> batches_of(const Rounds& rounds, std::size_t count, Random& random) {
  std::vector<Batch> batches;
  std::vector<Datum> last(rounds.arrays);
  std::vector<std::uint32_t> round(rounds.length);
  const auto begin_another = [&] {
    std::generate(round.begin(), round.end(),
                  [&] { return static_cast<std::uint32_t>(random() % rounds.arrays); });
  };
  begin_another();
  for (std::size_t done = 0; done < count;) {
    Batch& batch = batches.emplace_back();
    batch.data_end = std::uint64_t{1} << 32;
    batch.array_end = rounds.arrays;
    for (; batch.count < 4001 && done < count; ++batch.count, ++done) {
      if (random() % rounds.change == 0) {
        begin_another();
      }
      const std::uint32_t array = round[done % round.size()];
      const bool jumps = random() % rounds.jump == 0;
      last[array] += static_cast<Datum>(
          jumps ? random() % (2 * rounds.jump_length + 1) - rounds.jump_length : 1);
      batch.storage[batch.count] = Access(last[array], static_cast<ArrayId>(array), array % 2 == 0);
    }
  }
  return batches;
}

/// One array, and steps of 1 that all stand in the column of near steps where `near`.
std::string block_by_hand(std::uint32_t accesses, std::uint64_t data_end, std::uint32_t near) {
  std::string bytes;
  const auto put32 = [&](std::uint32_t value) { tracefile::put(bytes, value); };
  tracefile::put(bytes, std::uint64_t{0});
  tracefile::put(bytes, data_end);
  for (const std::uint32_t number : {1U, 1U, accesses, 0U, 0U, 1U, near, 0U, 0U, 0U}) {
    put32(number);
  }
  tracefile::put(bytes, std::uint16_t{0});
  bytes.append(accesses, '\0');
  bytes.append(accesses, near == 0 ? '\1' : static_cast<char>(tracefile::k_near_step));
  for (std::uint32_t i = 0; i < near; ++i) {
    tracefile::put(bytes, std::uint16_t{1});
  }
  return bytes;
}

}  // namespace

TEST_CASE("every instruction set makes the accesses that a block was made of", "[recorded]") {
  Random random(3);
  const std::vector<Rounds> kinds = {
      {1, 1, 1000, 1000, 5},        {2, 2, 1000, 7, 1018},       {3, 5, 100, 2, 30000},
      {5, 13, 1000, 3, 0x7fffffff}, {3, 8, 1000, 1, 0xffffffff}, {9, 11, 3, 10, 200},
      {200, 300, 500, 50, 70000},   {128, 1, 1, 5, 1000},
  };
  for (const Rounds& rounds : kinds) {
    for (const std::size_t count : {1U, 7U, 8U, 9U, 5000U, 300'000U}) {
      const std::vector<Batch> batches = batches_of(rounds, count, random);
      Flat expected;
      for (const Batch& batch : batches) {
        expected.add(batch);
      }
      for (const InstructionSet set : supported_instruction_sets()) {
        INFO(rounds.arrays << " arrays, rounds of " << rounds.length << ", " << count
                           << " accesses, " << to_string(set));
        BlockDecoder decoder(set);
        Flat found;
        for (const std::string& block : blocks_of(batches)) {
          REQUIRE(decode(block, decoder, found));
        }
        CHECK(found.accesses == expected.accesses);
      }
    }
  }
}

TEST_CASE("every instruction set notices data and steps that cannot be", "[recorded]") {
  constexpr std::uint32_t k_accesses = 100;  // the last one is of datum 100
  const std::string near = block_by_hand(k_accesses, k_accesses + 1, k_accesses);
  for (const InstructionSet set : supported_instruction_sets()) {
    INFO(to_string(set));
    BlockDecoder decoder(set);
    Flat flat;
    CHECK(decode(block_by_hand(k_accesses, k_accesses + 1, 0), decoder, flat));
    CHECK_FALSE(decode(block_by_hand(k_accesses, k_accesses, 0), decoder, flat));
    flat = {};
    CHECK(decode(near, decoder, flat));
    CHECK(flat.accesses.back() == Access(k_accesses, 0, false));
    for (std::uint32_t missing = 1; missing < 20; ++missing) {
      std::string short_of = near.substr(0, near.size() - std::size_t{2} * missing);
      short_of[40] = static_cast<char>(k_accesses - missing);
      CHECK_FALSE(decode(short_of, decoder, flat));
    }
    std::string unused = near + "xx";
    unused[40] = static_cast<char>(k_accesses + 1);
    CHECK_FALSE(decode(unused, decoder, flat));
  }
}

}  // namespace dmc::test
