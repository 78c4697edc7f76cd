#include <array>

#include "catch.hpp"
#include "read_all.hpp"

// Records laid out by hand as each tool's source describes them.
namespace dmc::test {
namespace {

using enum ReferenceKind;
using References = std::vector<TraceReference>;

std::string champsim_record(std::uint64_t ip, std::array<std::uint64_t, 2> stores,
                            std::array<std::uint64_t, 4> loads, bool branch = false) {
  std::string record = little_endian_bytes(ip);
  record += static_cast<char>(branch);
  record += static_cast<char>(branch);
  record += std::string(6, '\1');  // registers
  for (const std::uint64_t address : stores) {
    record += little_endian_bytes(address);
  }
  for (const std::uint64_t address : loads) {
    record += little_endian_bytes(address);
  }
  return record;
}

TEST_CASE("champsim: loads come before stores, address 0 is none") {
  const Trace trace = read_all(champsim_record(0x401000, {0x30, 0}, {0x10, 0, 0x20, 0}) +
                               champsim_record(0x401004, {0, 0}, {0, 0, 0, 0}, true));
  CHECK(trace.format == "champsim");
  CHECK(trace.references == References{{0x401000, 1, 0, fetch},
                                       {0x10, 1, 0, read},
                                       {0x20, 1, 0, read},
                                       {0x30, 1, 0, write},
                                       {0x401004, 1, 0, fetch}});
}

std::string oracle_record(std::uint32_t time, std::uint64_t id, std::int64_t next) {
  return little_endian_bytes(time) + little_endian_bytes(id) +
         little_endian_bytes(std::uint32_t{4096}) + little_endian_bytes(next);
}

TEST_CASE("oracle-general: ids; the size of an object is no matter") {
  const Trace trace = read_all(oracle_record(1, 77, 2) + oracle_record(1, ~0ULL, -1) +
                               oracle_record(5, 77, 0x7fffffffffffffff));
  CHECK(trace.format == "oracle-general");
  CHECK(trace.references == References{{77, 1, 0, read}, {~0ULL, 1, 0, read}, {77, 1, 0, read}});
}

std::string varint(std::uint64_t number) {
  std::string bytes;
  for (; number >= 0x80; number >>= 7) {
    bytes += static_cast<char>(0x80 | (number & 0x7f));
  }
  return bytes + static_cast<char>(number);
}

std::string message(const std::string& fields) {
  return varint(fields.size()) + fields;
}

std::string packet(std::uint64_t command, std::uint64_t address, std::uint64_t size,
                   std::uint64_t flags = 0) {
  // tick, cmd, addr, size, flags, pkt_id, pc
  return message("\x08" + varint(123456) + "\x10" + varint(command) + "\x18" + varint(address) +
                 "\x20" + varint(size) + "\x28" + varint(flags) + "\x30" + varint(7) + "\x38" +
                 varint(0x401000));
}

const std::string k_gem5_head = "gem5" + message("\x0a\x03mem\x18" + varint(1000000000000));

TEST_CASE("gem5: packets after a header; responses and the like are neither reads nor writes") {
  const Trace trace =
      read_all(k_gem5_head + packet(1, 0x1000, 64) + packet(4, 0x7fffffff1040, 8) +
               packet(1, 0x401000, 4, 0x100) + packet(2, 0x1000, 64) + message("\x08\x05\x10\x01"));
  CHECK(trace.format == "gem5");
  CHECK(trace.references == References{{0x1000, 64, 0, read},
                                       {0x7fffffff1040, 8, 0, write},
                                       {0x401000, 4, 0, fetch},
                                       {0x1000, 1, 0, no_access}});
}

TEST_CASE("records that are cut short are an error with the offset, or are skipped") {
  const std::string champsim = champsim_record(0x401000, {0x30, 0}, {0x10, 0, 0, 0});
  const std::string oracle = oracle_record(1, 77, -1);
  const std::string gem5 = k_gem5_head + packet(1, 0x1000, 64);
  struct Case {
    std::string bytes;
    std::size_t record;  // the offset of the record that is cut
    std::string_view format;
  };
  for (const Case& one :
       {Case{champsim + champsim, 64, "champsim"}, Case{oracle + oracle, 24, "oracle-general"},
        Case{gem5 + packet(4, 0x2000, 8), gem5.size(), "gem5"}}) {
    for (std::size_t length = one.record + 1; length < one.bytes.size(); ++length) {
      CAPTURE(one.format, length);
      const std::string cut = one.bytes.substr(0, length);
      const std::string error = error_of(cut, {.format = std::string(one.format)});
      CHECK(contains(error, "offset " + std::to_string(one.record)));
      CHECK(contains(error, "cut short"));
      const Trace rest = read_all(cut, {.format = std::string(one.format), .lenient = true});
      CHECK(rest.counts.bad == 1);
      CHECK(!rest.references.empty());
    }
  }
}

TEST_CASE("what no record can be is an error") {
  std::string flags = champsim_record(0x401000, {0x30, 0}, {0x10, 0, 0, 0});
  flags[8] = 2;
  CHECK(contains(error_of(flags, {.format = "champsim"}), "branch flags"));
  CHECK(contains(error_of("gem6rest", {.format = "gem5"}), "does not begin with 'gem5'"));
  CHECK(contains(error_of("gem5"), "cut short before its header"));
  CHECK(contains(error_of(k_gem5_head + varint(1ULL << 40) + "x"), "not believed"));
  CHECK(contains(error_of(k_gem5_head + std::string(12, '\xff')), "not believed"));
  CHECK(contains(error_of(k_gem5_head + message("\x18")), "do not fill it"));
  CHECK(contains(error_of(k_gem5_head + packet(1, 0x1000, 1ULL << 33)), "1 to 65536 bytes"));
}

TEST_CASE("binary traces longer than the reader's window come through whole") {
  std::string bytes;
  References expected;
  for (std::uint64_t i = 0; i < 200'000; ++i) {
    bytes += oracle_record(static_cast<std::uint32_t>(i), i * i, -1);
    expected.push_back({i * i, 1, 0, read});
  }
  CHECK(read_all(bytes).references == expected);
}

}  // namespace
}  // namespace dmc::test
