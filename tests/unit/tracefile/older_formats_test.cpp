#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "catch.hpp"
#include "read_all.hpp"

// What other versions of the tools write, on other systems: lines as their documentation shows
// them.
namespace dmc::test {
namespace {

using enum ReferenceKind;
using References = std::vector<TraceReference>;

TEST_CASE("drmemtrace: one number before the thread") {
  const Trace trace = read_all(
      "Output format:\n"
      "<record#>: T<tid> <record details>\n"
      "------------------------------------------------------------\n"
      "        1: T1774673 <marker: version 4>\n"
      "   173369: T1774669 ifetch       3 byte(s) @ 0x0000000000402680 f3 48 a5    rep movsq\n"
      "   173370: T1774669 read         8 byte(s) @ 0x00007f8881e37c70 by PC 0x0000000000402680\n"
      "   173371: T1774673 write        8 byte(s) @ 0x00007f8881e37a70 by PC 0x0000000000402680\n");
  CHECK(trace.format == "drmemtrace");
  CHECK(trace.references == References{{0x402680, 3, 0, fetch},
                                       {0x7f8881e37c70, 8, 0, read},
                                       {0x7f8881e37a70, 8, 1, write}});
  CHECK(trace.threads == std::vector<std::string>{"T1774669", "T1774673"});
  CHECK(trace.counts.unrelated == 0);
}

TEST_CASE("drmemtrace: no number before the thread, and instructions as their bytes") {
  const Trace trace = read_all(
      "T468608   0x0000000000467c45  4c 8b 54 24 08       mov    0x08(%rsp), %r10\n"
      "T468608     read  8 byte(s) @ 0x7fff9f5fd9b0\n"
      "T468608   0x0000000000467c4f  0f 05                syscall\n"
      "------------------------------------------------------------\n"
      "T468610 <marker: timestamp 13270239527782712>\n"
      "T468610   0x0000000000467c54  7c 13                jl     $0x0000000000467c69\n"
      "T468610     write 4 byte(s) @ 0x7fff9f5fd9b8\n");
  CHECK(trace.format == "drmemtrace");
  CHECK(trace.references == References{{0x467c45, 5, 0, fetch},
                                       {0x7fff9f5fd9b0, 8, 0, read},
                                       {0x467c4f, 2, 0, fetch},
                                       {0x467c54, 2, 1, fetch},
                                       {0x7fff9f5fd9b8, 4, 1, write}});
  CHECK(trace.counts.unrelated == 0);
}

TEST_CASE("drmemtrace: prefetches and flushes are no accesses, but they are counted") {
  const Trace trace = read_all(
      "  1  1: 5 read         8 byte(s) @ 0x10 by PC 0x1\n"
      "  2  1: 5 pref-r-L1    1 byte(s) @ 0x40 by PC 0x1\n"
      "  3  1: 5 pref        64 byte(s) @ 0x80 by PC 0x1\n"
      "  4  1: 5 dflush  1048576 byte(s) @ 0xc0 by PC 0x1\n");
  CHECK(trace.references == References{{0x10, 8, 0, read},
                                       {0x40, 1, 0, no_access},
                                       {0x80, 1, 0, no_access},
                                       {0xc0, 1, 0, no_access}});
}

TEST_CASE("drmemtrace: a program's line that begins like a thread is none") {
  const Trace trace = read_all("T5 read 8 byte(s) @ 0x10\nT is for trace\nT5read\nTotal 8\n");
  CHECK(trace.references.size() == 1);
  CHECK(trace.counts.unrelated == 3);
}

TEST_CASE("pinatrace on Windows: no 0x, capital letters, two characters at the end of a line") {
  const Trace trace = read_all(
      "00007FF6A1B2C3D4: R 000000D1F2E3A4B8\r\n"
      "00007FF6A1B2C3D8: W 000000D1F2E3A4C0\r\n"
      "#eof\r\n");
  CHECK(trace.format == "pinatrace");
  CHECK(trace.references == References{{0xd1f2e3a4b8, 1, 0, read}, {0xd1f2e3a4c0, 1, 0, write}});
  CHECK(trace.counts.note.empty());
}

TEST_CASE("pinatrace: a null pointer is an address, too") {
  const Trace trace = read_all("0x7f1e30: R (nil)\n0x7f1e34: W 0x10\n(nil): R (nil)\n#eof\n");
  CHECK(trace.references == References{{0, 1, 0, read}, {0x10, 1, 0, write}, {0, 1, 0, read}});
}

TEST_CASE("msr and spc: letter case, blanks and names of columns do not matter") {
  for (const std::string_view kinds : {"Read Write", "READ WRITE", "read write", "R W", "r w"}) {
    CAPTURE(kinds);
    const std::string read_word(kinds.substr(0, kinds.find(' ')));
    const std::string write_word(kinds.substr(kinds.find(' ') + 1));
    const References expected{{4096, 512, 0, read}, {8192, 1024, 0, write}};
    const Trace msr =
        read_all(fmt::format("timestamp, hostname, disknumber, type, offset, size, responsetime\n"
                             "128166372003061629, usr, 0, {}, 4096, 512, 10\n"
                             "128166372003061630,usr,0,{},8192,1024,10.5\n",
                             read_word, write_word));
    CHECK(msr.format == "msr");
    CHECK(msr.references == expected);
    const Trace spc =
        read_all(fmt::format("# a comment\nASU,LBA,Size,Opcode,Timestamp\n0,8,512,{},0.5\n"
                             "0, 16, 1024, {}, 1e-05\n",
                             read_word, write_word));
    CHECK(spc.format == "spc");
    CHECK(spc.references == expected);
  }
}

TEST_CASE(
    "msr: names of columns come again where files were put together; elsewhere they are bad") {
  const std::string head = "Timestamp,Hostname,DiskNumber,Type,Offset,Size,ResponseTime\n";
  const std::string row = "1,a,0,Read,0,512,1\n";
  CHECK(read_all(head + row + head + row).references.size() == 2);
  CHECK(contains(error_of(row + head + row, {.format = "msr"}), "line 2"));
}

std::string packet(std::uint64_t command, std::uint64_t flags = 0) {
  const std::string fields = std::string("\x10") + static_cast<char>(command) + "\x18\x40\x20\x08" +
                             (flags == 0 ? "" : std::string("\x28\x80\x02"));
  return static_cast<char>(fields.size()) + fields;
}

// The numbers and properties of gem5's commands as its src/mem/packet.cc lists them.
TEST_CASE("gem5: requests are reads or writes where gem5 says so, and all else is neither") {
  const std::string head("gem5\x02\x18\x01", 7);
  for (std::uint64_t command = 0; command < 64; ++command) {
    CAPTURE(command);
    const std::vector<std::uint64_t> reads{1, 11, 12, 13, 20, 22, 24, 25, 26, 30};
    const std::vector<std::uint64_t> writes{4, 7, 8, 9, 16, 27, 28, 32};
    const bool is_read = std::count(reads.begin(), reads.end(), command) != 0;
    const bool is_write = std::count(writes.begin(), writes.end(), command) != 0;
    const Trace trace = read_all(head + packet(command));
    if (command == 34) {  // SwapReq does both
      CHECK(trace.references == References{{0x40, 8, 0, read}, {0x40, 8, 0, write}});
      continue;
    }
    REQUIRE(trace.references.size() == 1);
    CHECK(trace.references.front().kind == (is_read ? read : is_write ? write : no_access));
  }
  CHECK(read_all(head + packet(1, 0x100)).references.front().kind == fetch);
  CHECK(read_all(head + packet(25, 0x100)).references.front().kind == fetch);
  CHECK(read_all(head + packet(2, 0x100)).references.front().kind == no_access);
}

std::string cloudsuite_record(std::uint64_t ip, std::array<std::uint64_t, 4> stores,
                              std::array<std::uint64_t, 4> loads) {
  // ip, branch flags, four destination and four source registers, padded to 24 bytes
  std::string record = little_endian_bytes(ip) + std::string(2, '\0') + std::string(8, '\1');
  record.resize(24);
  for (const std::uint64_t address : stores) {
    record += little_endian_bytes(address);
  }
  for (const std::uint64_t address : loads) {
    record += little_endian_bytes(address);
  }
  return record + "\xff\xff" + std::string(6, '\0');  // asid, padded to 96
}

TEST_CASE("champsim: CloudSuite's records have four destinations") {
  std::string bytes;
  for (std::uint64_t i = 0; i < 100; ++i) {
    bytes += cloudsuite_record(0x401000 + 4 * i, {0x50, 0, 0, 0x60}, {0x10, 0x20, 0, 0});
  }
  REQUIRE(bytes.size() == 9600);  // also a multiple of 64
  for (const std::string_view format : {"", "champsim"}) {
    const Trace trace = read_all(bytes, {.format = std::string(format)});
    CHECK(trace.format == "champsim");
    REQUIRE(trace.references.size() == 500);
    CHECK(References(trace.references.begin(), trace.references.begin() + 5) ==
          References{{0x401000, 1, 0, fetch},
                     {0x10, 1, 0, read},
                     {0x20, 1, 0, read},
                     {0x50, 1, 0, write},
                     {0x60, 1, 0, write}});
  }
}

TEST_CASE("champsim: records of another size are an error where the format is forced") {
  for (const std::size_t size : {std::size_t{72}, std::size_t{80}, std::size_t{128}}) {
    CAPTURE(size);
    std::string bytes;
    for (std::uint64_t i = 0; i < 576; ++i) {
      std::string record = little_endian_bytes(0x401000 + 4 * i) + std::string(2, '\0');
      record.resize(size);
      bytes += record;
    }
    CHECK(contains(error_of(bytes, {.format = "champsim"}), "CloudSuite's 96"));
  }
}

}  // namespace
}  // namespace dmc::test
