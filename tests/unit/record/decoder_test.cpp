#include "decoder.hpp"

#include <cstdint>
#include <vector>

#include "catch.hpp"

namespace {

using dmc::Batch;
using dmc::record::Decoder;
using dmc::record::DecoderOptions;
using dmc::record::FilledSlot;
using dmc::record::Names;

dmc_entry entry(dmc_op op, std::uint64_t address, std::uint64_t place = 0, std::uint64_t more = 0) {
  return {(std::uint64_t{op} << 56) | address, place | (more << 48)};
}

// What came out: a letter and a number for each access and event.
struct Recorded {
  std::vector<std::uint64_t> data;
  std::vector<std::string> structures;
  std::size_t depth = 0;
  std::size_t deepest = 0;
};

Recorded decode(std::vector<dmc_entry> entries, const DecoderOptions& options = {}) {
  Names names;
  Recorded recorded;
  Decoder decoder(options, names, [&](Batch& batch, std::uint32_t) {
    for (const dmc::ScopeEvent& event : batch.events) {
      recorded.depth += event.kind == dmc::ScopeEvent::Kind::enter_block ? 1 : 0;
      recorded.depth -= event.kind == dmc::ScopeEvent::Kind::leave_block ? 1 : 0;
      recorded.deepest = std::max(recorded.deepest, recorded.depth);
    }
    for (const dmc::Access access : batch.accesses()) {
      recorded.data.push_back(access.datum());
      recorded.structures.push_back(names.names().arrays[access.array()]);
    }
  });
  decoder.take(FilledSlot{0, 0, entries});
  decoder.finish();
  return recorded;
}

std::vector<dmc_entry> call(std::uint64_t stack) {
  return {entry(DMC_ENTER, stack, 0x2000), entry(DMC_MORE, 0x1000)};
}

std::vector<dmc_entry> joined(const std::vector<std::vector<dmc_entry>>& parts) {
  std::vector<dmc_entry> all;
  for (const auto& part : parts) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace

TEST_CASE("An access touches each granule that it reaches into", "[record]") {
  // 8 bytes at 0x1004 reach into the granules at 0x1000 and 0x1008; 1 byte into one.
  const Recorded recorded =
      decode({entry(DMC_READ, 0x1004, 0x2000, 8), entry(DMC_WRITE, 0x100f, 0x2000, 1),
              entry(DMC_READ, 0x1000, 0x2000, 8)});
  REQUIRE(recorded.data == std::vector<std::uint64_t>{0, 1, 1, 0});
}

TEST_CASE("A block belongs to its structure until it is given back", "[record]") {
  const Recorded recorded = decode({entry(DMC_ALLOC, 0x8000, 0x2000), entry(DMC_MORE, 64),
                                    entry(DMC_READ, 0x8000, 0x2000, 8), entry(DMC_FREE, 0x8000),
                                    entry(DMC_READ, 0x8000, 0x2000, 8)});
  REQUIRE(recorded.structures == std::vector<std::string>{"heap", "other memory"});
}

TEST_CASE("The stack belongs to the thread and is told from other memory", "[record]") {
  const Recorded recorded =
      decode({entry(DMC_STACK, 0x7000), entry(DMC_MORE, 0x7fff), entry(DMC_READ, 0x7000, 0x2000, 8),
              entry(DMC_READ, 0x7fff, 0x2000, 1)});
  REQUIRE(recorded.structures == std::vector<std::string>{"stack", "other memory"});
}

TEST_CASE("Calls that were jumped out of are over when their stack is used anew", "[record]") {
  // Three calls deep, then out of all but the first by longjmp, and one more call from there.
  const Recorded recorded =
      decode(joined({call(0x7f00), call(0x7e00), call(0x7d00), call(0x7e00)}));
  REQUIRE(recorded.deepest == 3);
  REQUIRE(recorded.depth == 2);
  // The same, and the first one returns: nothing is open any more.
  const Recorded returned =
      decode(joined({call(0x7f00), call(0x7e00), call(0x7d00), {entry(DMC_LEAVE, 0x7f00)}}));
  REQUIRE(returned.depth == 0);
}

TEST_CASE("A stack of another kind, far away, ends no calls", "[record]") {
  const Recorded recorded = decode(joined({call(0x7f00), call(0x7f00'0000'0000)}));
  REQUIRE(recorded.depth == 2);
}

TEST_CASE("Only a region counts where there are regions, and nothing of what is skipped",
          "[record]") {
  const std::vector<dmc_entry> entries{entry(DMC_REGIONS, 0),
                                       entry(DMC_READ, 0x1000, 0x2000, 8),
                                       entry(DMC_BEGIN, 0),
                                       entry(DMC_READ, 0x1008, 0x2000, 8),
                                       entry(DMC_READ, 0x1010, 0x2000, 8),
                                       entry(DMC_END, 0),
                                       entry(DMC_READ, 0x1018, 0x2000, 8)};
  REQUIRE(decode(entries).data.size() == 2);
  REQUIRE(decode(entries, {.skip = 1}).data.size() == 1);
}

TEST_CASE("Each thread apart has data of its own", "[record]") {
  for (const bool apart : {false, true}) {
    Names names;
    std::vector<std::uint64_t> data;
    DecoderOptions options;
    options.threads_apart = apart;
    Decoder decoder(options, names, [&](Batch& batch, std::uint32_t) {
      for (const dmc::Access access : batch.accesses()) {
        data.push_back(access.datum());
      }
    });
    std::vector<dmc_entry> first{entry(DMC_READ, 0x1000, 0x2000, 8)};
    std::vector<dmc_entry> second{entry(DMC_READ, 0x2000, 0x2000, 8)};
    decoder.take(FilledSlot{0, 0, first});
    decoder.take(FilledSlot{1, 0, second});
    decoder.finish();
    REQUIRE(data == (apart ? std::vector<std::uint64_t>{0, 0} : std::vector<std::uint64_t>{0, 1}));
  }
}
