#include "foreign_files.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

#include "little_endian.hpp"

namespace dmc {
namespace {

using namespace std::string_view_literals;

/// Bytes at the same place in all files of a kind, and what to do with them.
struct Signature {
  std::size_t at;
  std::string_view bytes;
  std::string_view kind;
  std::string_view command;
};
constexpr std::string_view k_program_command =
    "trace it while it runs: valgrind --tool=lackey --trace-mem=yes --log-fd=1 ./FILE | dmc "
    "analyze -";
constexpr std::string_view k_zip_command =
    "take the trace out of it: unzip -p FILE | dmc analyze -. A trace of DynamoRIO's drmemtrace is "
    "read with drrun -t drmemtrace -tool view -indir DIRECTORY 2>&1 | dmc analyze -";
constexpr std::string_view k_tar_command =
    "take the trace out of it: tar -xOf FILE | dmc analyze -";
constexpr std::string_view k_table_command =
    "write it out as text: one access a line, ids in a column";
constexpr std::array k_signatures{
    Signature{4, "1AY&SY"sv, "compressed with bzip2",
              "decompress it: bzip2 -dc FILE | dmc analyze -"},
    Signature{0, "\x04\x22\x4d\x18"sv, "compressed with lz4",
              "decompress it: lz4 -dc FILE | dmc analyze -"},
    Signature{0, "\x02\x21\x4c\x18"sv, "compressed with lz4",
              "decompress it: lz4 -dc FILE | dmc analyze -"},
    Signature{0, "\x89LZO\x00\r\n\x1a\n"sv, "compressed with lzop",
              "decompress it: lzop -dc FILE | dmc analyze -"},
    Signature{0, "LZIP\x01"sv, "compressed with lzip",
              "decompress it: lzip -dc FILE | dmc analyze -"},
    Signature{0, "\x1f\x9d\x90"sv, "compressed with compress",
              "decompress it: gzip -dc FILE | dmc analyze -"},
    Signature{0, "\xff\x06\x00\x00sNaPpY"sv, "compressed with snappy", "decompress it first"},
    Signature{0, "PK\x03\x04"sv, "a zip archive", k_zip_command},
    Signature{0, "PK\x05\x06"sv, "an empty zip archive", k_zip_command},
    Signature{0, "7z\xbc\xaf\x27\x1c"sv, "a 7z archive",
              "take the trace out of it: 7z e -so FILE | dmc analyze -"},
    Signature{0, "Rar!\x1a\x07"sv, "a rar archive",
              "take the trace out of it: unrar p -inul FILE | dmc analyze -"},
    Signature{257, "ustar"sv, "a tar archive", k_tar_command},
    Signature{0,
              "\x7f"
              "ELF"sv,
              "a program or library", k_program_command},
    Signature{0, "PAR1"sv, "a Parquet table", k_table_command},
    Signature{0, "\x89HDF\r\n\x1a\n"sv, "an HDF5 file", k_table_command},
    Signature{0, "SQLite format 3\x00"sv, "an SQLite database", k_table_command},
    Signature{0, "\x1f\x8b\x08"sv, "compressed once more, with gzip",
              "decompress it twice: gzip -dc FILE | gzip -dc | dmc analyze -"},
    Signature{
        0, "\x28\xb5\x2f\xfd"sv, "compressed once more, with zstd",
        "decompress it once, and dmc does the rest: gzip, zstd or xz -dc FILE | dmc analyze -"},
    Signature{
        0, "\xfd\x37zXZ\x00"sv, "compressed once more, with xz",
        "decompress it once, and dmc does the rest: gzip, zstd or xz -dc FILE | dmc analyze -"},
};

bool has(std::string_view beginning, const Signature& signature) {
  return beginning.size() > signature.at &&
         beginning.substr(signature.at).starts_with(signature.bytes);
}

/// Of the format before .xz, which has no magic number: properties that are nearly always the same,
/// the size of a dictionary, which is a power of two or 1.5 times one, and the length, unknown or
/// below 2^40.
bool is_lzma(std::string_view beginning) {
  constexpr std::size_t k_header = 13;
  if (beginning.size() <= k_header || beginning.front() != 0x5d) {
    return false;
  }
  const auto dictionary = little_endian<std::uint32_t>(beginning.data() + 1);
  const auto length = little_endian<std::uint64_t>(beginning.data() + 5);
  const std::uint32_t top = dictionary & ~(dictionary >> 1);
  const bool is_plausible =
      dictionary >= 4096 && (dictionary == top || dictionary == (top | top >> 1));
  return is_plausible && (length == ~std::uint64_t{0} || length < std::uint64_t{1} << 40) &&
         beginning[k_header] == 0;
}

/// Text of 16 bits a character: every other byte of the first ones is null. There may be a mark
/// before it, which alone would say too little: records in binary can begin like it.
bool is_wide_text(std::string_view beginning) {
  if (beginning.starts_with("\xff\xfe"sv) || beginning.starts_with("\xfe\xff"sv)) {
    beginning.remove_prefix(2);
  }
  constexpr std::size_t k_looked_at = 32;
  const std::string_view first = beginning.substr(0, k_looked_at);
  std::array<std::size_t, 2> nulls{};
  for (std::size_t i = 0; i < first.size(); ++i) {
    const auto byte = static_cast<unsigned char>(first[i]);
    const bool is_written =
        (byte >= 0x20 && byte < 0x7f) || byte == '\n' || byte == '\r' || byte == '\t';
    if (byte != 0 && !is_written) {
      return false;
    }
    nulls[i % 2] += byte == 0 ? 1U : 0U;
  }
  const std::size_t half = first.size() / 2;
  return half >= 3 && ((nulls[0] == 0 && nulls[1] == half) ||
                       (nulls[1] == 0 && nulls[0] == first.size() - half));
}

}  // namespace

void refuse_container(std::string_view beginning, std::string_view name) {
  const auto found = std::find_if(k_signatures.begin(), k_signatures.end(),
                                  [&](const Signature& one) { return has(beginning, one); });
  if (found != k_signatures.end()) {
    throw Error(fmt::format("{}: this is {}; {}", name, found->kind, found->command));
  }
  if (is_lzma(beginning)) {
    throw Error(
        fmt::format("{}: this is compressed with lzma; decompress it: xz --format=lzma -dc "
                    "FILE | dmc analyze -",
                    name));
  }
  if (is_wide_text(beginning)) {
    throw Error(
        fmt::format("{}: this is text in UTF-16; convert it: iconv -f UTF-16 -t UTF-8 FILE "
                    "| dmc analyze -",
                    name));
  }
}

}  // namespace dmc
