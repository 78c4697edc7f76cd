#include "catch.hpp"
#include "read_all.hpp"

namespace dmc::test {
namespace {

TEST_CASE("a bad line is an error with its number and what was expected") {
  struct Case {
    std::string_view format;
    std::string text;  // its third line is bad
    std::string_view expected;
  };
  const std::vector<Case> cases{
      {"lackey", "I  10,4\n L 10,8\n L 10;8\n", "a comma and a size"},
      {"lackey", "I  10,4\n L 10,8\n L xyz,8\n", "a comma and a size"},
      {"lackey", "I  10,4\n L 10,8\n L 11112222333344445,8\n", "a comma and a size"},
      {"lackey", "I  10,4\n L 10,8\n L 10,8 more\n", "a comma and a size"},
      {"lackey", "I  10,4\n L 10,8\n L 10,0\n", "1 to 65536 bytes"},
      {"lackey", "I  10,4\n L 10,8\n L 10,99999999999\n", "1 to 65536 bytes"},
      {"lackey", "I  10,4\n L 10,8\n L ffffffffffffffff,2\n", "ends below 2^64"},
      {"din", "0 10\n1 10\n5 10\n", "a label is expected"},
      {"din", "0 10\n1 10\n1 10g\n", "a label is expected"},
      {"din", "0 10\n1 10\nrubbish\n", "a label is expected"},
      {"pinatrace", "0x1: R 0x2\n0x1: W 0x2\n0x1: X 0x2\n", "R 0xADDRESS"},
      {"drmemtrace", "1 1: 5 read 8 byte(s) @ 0x10\n\n2 1: 5 read 8 byte(s) @ zzz\n",
       "byte(s) @ 0xADDRESS"},
      {"msr", "1,a,0,Read,0,512,1\n1,a,0,Read,0,512,1\n1,a,0,Erase,0,512,1\n", "Read or Write"},
      {"msr", "1,a,0,Read,0,512,1\n1,a,0,Read,0,512,1\n1,a,0,Read,18446744073709551104,513,1\n",
       "ends below 2^64"},
      {"msr", "1,a,0,Read,0,512,1\n1,a,0,Read,0,512,1\na,b,c,d,e,f,g\n", "Read or Write"},
      {"spc", "0,1,512,r,0.1\n0,1,512,r,0.1\n0,1,512,x,0.1\n", "r or w"},
      {"spc", "0,1,512,r,0.1\n0,1,512,r,0.1\n0,1,512,rw,0.1\n", "r or w"},
      {"spc", "0,1,512,r,0.1\n0,1,512,r,0.1\n0,36028797018963968,512,r,0.1\n", "LBA below 2^55"},
      {"spc", "0,1,512,r,0.1\n0,1,512,r,0.1\n0,1,4294967296,r,0.1\n", "1 to 1073741824 bytes"},
      {"csv", "1\n2\nthree\n", "an id is expected"},
      {"csv", "1\n2\n18446744073709551616\n", "an id is expected"},
      {"csv", "1\n2\n-3\n", "an id is expected"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.format, one.text);
    const std::string error = error_of(one.text, {.format = std::string(one.format)});
    CHECK(contains(error, "line 3"));
    CHECK(contains(error, one.expected));
    CHECK(contains(error, "--lenient"));
    const Trace rest = read_all(one.text, {.format = std::string(one.format), .lenient = true});
    CHECK(rest.counts.bad == 1);
    CHECK(contains(rest.counts.first_bad, "line 3"));
    CHECK(!rest.references.empty());
  }
}

TEST_CASE("line numbers count every line, also over many stretches of the file") {
  std::string text = "I  10,4\n";
  for (int i = 0; i < 600'000; ++i) {
    text += i % 3 == 0 ? "some output\n" : i % 3 == 1 ? " L 10,8\r\n" : "==1== note\n";
  }
  text += " S 10\n";
  CHECK(contains(error_of(text), "line 600002"));
  const Trace trace = read_all(text, {.lenient = true});
  CHECK(trace.references.size() == 200'001);
  CHECK(trace.counts.unrelated == 200'000);
  CHECK(trace.counts.references == 200'001);
}

TEST_CASE("a line without end is refused, and so is an endless binary message") {
  const std::string endless(5'000'000, '1');
  CHECK(contains(error_of(endless, {.format = "csv"}), "longer than 4 MiB"));
  CHECK(contains(error_of("1\n2\n" + endless, {.format = "csv", .lenient = true}), "line 3"));
  CHECK(contains(error_of(std::string(5'000'000, 'x'), {.format = "lackey"}), "longer than 4 MiB"));
}

TEST_CASE("rubbish is not taken for a trace") {
  std::string rubbish;
  for (std::uint64_t i = 0; i < 5000; ++i) {
    rubbish += little_endian_bytes(i * 0x9e3779b97f4a7c15 ^ i << 7);
  }
  CHECK(contains(error_of(rubbish), "its format is not recognised"));
  CHECK(contains(error_of("#include <cstdio>\nint main() {}\n"), "its format is not recognised"));
  CHECK(contains(error_of("\x7f"
                          "ELF\x02\x01\x01\n"),
                 "a program or library"));
  CHECK(contains(error_of("hello\n"), "lackey, din, pinatrace"));
}

TEST_CASE("perf's output is refused with the reason") {
  CHECK(contains(error_of("PERFILE2hello"), "samples"));
  CHECK(
      contains(error_of("# PID, TID, IP, ADDR, LOCAL WEIGHT, DSRC, SYMBOL\n1,2,3,4\n"), "samples"));
  CHECK(contains(
      error_of("ls  4711 [001] 81277.123456:  30 cpu/mem-loads,ldlat=30/P: 7ffd12345678\n"),
      "samples"));
  CHECK(contains(error_of("   ls  4711 81277.123456:  1 cycles:u:  7f1e30 _start+0x0 (/ld.so)\n"),
                 "samples"));
}

TEST_CASE("csv: which column is meant must be clear") {
  const std::string_view table = "time,key\n1,77\n2,78\n";
  CHECK(contains(error_of(table), "several columns"));
  CHECK(contains(error_of(table), "time, key"));
  CHECK(contains(error_of(table, {.column = "kye"}), "no column 'kye'"));
  CHECK(contains(error_of(table, {.column = "3"}), "no column '3'"));
  CHECK(contains(error_of(table, {.column = "0"}), "no column '0'"));
  CHECK(contains(error_of("a,b\n1,2\n1\n", {.column = "b"}), "line 3"));
  CHECK(contains(error_of("a\n1\n\"2\n", {.column = "a"}), "line 3"));
}

TEST_CASE("an unknown format is answered with the nearest") {
  CHECK(contains(error_of("1\n", {.format = "lacky"}), "did you mean 'lackey'?"));
}

TEST_CASE("a reader may be left before its end") {
  std::string text;
  for (int i = 0; i < 1'000'000; ++i) {
    text += "0 10\n";
  }
  const TemporaryFile file(text);
  ReferenceReader reader(TraceInput(file.path()), {});
  REQUIRE(reader.next() != nullptr);
  reader.stop();
  CHECK(reader.next() == nullptr);
  CHECK(reader.counts().bad == 0);
}

}  // namespace
}  // namespace dmc::test
