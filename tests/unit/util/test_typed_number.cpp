#include <cstdint>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "dmc/util/error.hpp"
#include "dmc/util/number.hpp"
#include "dmc/util/value_range.hpp"

#include "catch.hpp"

using namespace dmc;

namespace {

constexpr std::uint64_t k_most = std::numeric_limits<std::uint64_t>::max();

using Parse = std::uint64_t (*)(std::string_view, std::string_view, std::uint64_t, std::uint64_t);

std::string complaint(Parse parse, const std::string& text, std::uint64_t min, std::uint64_t max) {
  try {
    static_cast<void>(parse("--k", text, min, max));
  } catch (const Error& error) {
    return error.what();
  }
  return {};
}

std::uint64_t count(std::string_view text) {
  return parse_count("--k", text, 0, k_most);
}

std::uint64_t size(std::string_view text) {
  return parse_size("--k", text, 0, k_most);
}

}  // namespace

TEST_CASE("whole numbers are read within their range") {
  CHECK(parse_count("--k", "3", 1, 9) == 3);
  CHECK(parse_count("--k", "007", 1, 9) == 7);
  CHECK(count("18446744073709551615") == k_most);
  for (const char* text :
       {"",     "abc", "3x", "+3", " 3", "3 ", "0x3",  "3.0", "-",   "--3",     "1e",
        "1e-2", "1.5", "1.", ".5", "_1", "1_", "1__0", "k",   "1kk", "1.0005k", "1 e3"}) {
    INFO(text);
    CHECK(complaint(parse_count, text, 1, 9).find("is not a whole number") != std::string::npos);
  }
  CHECK(complaint(parse_count, "-5", 1, 9) ==
        "--k: '-5' is negative; give a whole number from 1 to 9");
  CHECK(complaint(parse_count, "10", 1, 9) ==
        "--k: 10 is too large; give a whole number from 1 to 9");
  CHECK(complaint(parse_count, "0", 1, 9) ==
        "--k: 0 is too small; give a whole number from 1 to 9");
  for (const char* text : {"99999999999999999999", "1e400", "1e99999999999999999999", "1e2",
                           "18446744073709551616", "20000000000000000k", "1T"}) {
    INFO(text);
    CHECK(complaint(parse_count, text, 1, 9).find("is too large") != std::string::npos);
  }
}

TEST_CASE("counts have thousands, exponents and units") {
  const std::vector<std::pair<const char*, std::uint64_t>> cases{
      {"1_000_000", 1000000},
      {"1e6", 1000000},
      {"1E6", 1000000},
      {"1e+6", 1000000},
      {"1.5e3", 1500},
      {"0e9999", 0},
      {"1.25e2", 125},
      {"1k", 1000},
      {"1K", 1000},
      {"2.5k", 2500},
      {"1M", 1000000},
      {"1m", 1000000},
      {"3G", 3000000000},
      {"4T", 4000000000000},
      {"1Ki", 1024},
      {"64Ki", 65536},
      {"1.5Mi", 1572864},
      {"0.25Ki", 256},
      {"2Gi", 2147483648},
      {"40.06 M", 40060000},
      {"1e3k", 1000000},
      {"16P", 16000000000000000},
      {"18446744073709551.615k", k_most}};
  for (const auto& [text, value] : cases) {
    INFO(text);
    CHECK(count(text) == value);
  }
}

TEST_CASE("sizes of memory count by 1024, unless a decimal unit is spelt out") {
  const std::vector<std::pair<const char*, std::uint64_t>> cases{
      {"4096", 4096},     {"4096B", 4096},      {"512 bytes", 512}, {"32K", 32768},
      {"32k", 32768},     {"32Ki", 32768},      {"32KiB", 32768},   {"32 KiB", 32768},
      {"32kB", 32000},    {"32KB", 32000},      {"1M", 1048576},    {"1MiB", 1048576},
      {"1MB", 1000000},   {"1.5MiB", 1572864},  {"1e6", 1000000},   {"1_024", 1024},
      {"1G", 1073741824}, {"2T", 2199023255552}};
  for (const auto& [text, value] : cases) {
    INFO(text);
    CHECK(size(text) == value);
  }
  CHECK(size("0.3K") == 307);  // 307.2
  for (const char* text : {"1.5", "32Kib", "32kbit", "KiB", "", "1,024x", "1.5B"}) {
    INFO(text);
    CHECK(complaint(parse_size, text, 1, k_most).find("is not a size of memory") !=
          std::string::npos);
  }
  CHECK(complaint(parse_size, "0", 1, 9).find("--k: 0 is too small") == 0);
  CHECK(complaint(parse_size, "-1K", 1, 9).find("'-1K' is negative") != std::string::npos);
  CHECK(complaint(parse_size, "16384P", 1, k_most).find("too large") != std::string::npos);
}

TEST_CASE("what is close to a number is told apart from it") {
  CHECK(complaint(parse_count, "32KiB", 1, 9).find("is a size of memory") != std::string::npos);
  CHECK(complaint(parse_count, "1,000", 1, 9).find("commas") != std::string::npos);
}

TEST_CASE("ranges are of such numbers, too") {
  CHECK(parse_values("--n", "1k:4k:x2,1_0", 1, k_most) ==
        std::vector<std::uint64_t>{1000, 2000, 4000, 10});
  CHECK(parse_values("--n", "1Ki:2Ki:512", 1, k_most) ==
        std::vector<std::uint64_t>{1024, 1536, 2048});
}
