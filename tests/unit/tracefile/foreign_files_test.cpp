#include "catch.hpp"
#include "read_all.hpp"

// Files that are no traces: what they begin with, as their formats are documented, and what has to
// be said of them.
namespace dmc::test {
namespace {

using namespace std::string_literals;

struct Foreign {
  std::string contents;
  std::string_view what;
  std::string_view command;
};

TEST_CASE("other compressions and archives are named, with the command that helps") {
  const std::string rest(600, '\x01');
  const std::vector<Foreign> files{
      {"BZh91AY&SY" + rest, "bzip2", "bzip2 -dc FILE | dmc analyze -"},
      {"\x04\x22\x4d\x18"s + rest, "lz4", "lz4 -dc FILE | dmc analyze -"},
      {"\x5d\x00\x00\x80\x00"s + std::string(8, '\xff') + "\0"s + rest, "lzma",
       "xz --format=lzma -dc"},
      {"\x5d\x00\x00\x80\x00\x00\x10\x00\x00\x00\x00\x00\x00\x00"s + rest, "lzma",
       "xz --format=lzma"},
      {"PK\x03\x04"s + rest, "zip", "unzip -p FILE | dmc analyze -"},
      {"7z\xbc\xaf\x27\x1c"s + rest, "7z", "7z e -so"},
      {"trace.din"s + std::string(248, '\0') + "ustar\0"s + rest, "tar archive", "tar -xOf FILE"},
      {"\x1f\x9d\x90"s + rest, "compress", "gzip -dc FILE"},
      {"LZIP\x01"s + rest, "lzip", "lzip -dc"},
      {"\x7f"
       "ELF"s +
           rest,
       "a program", "valgrind --tool=lackey"},
      {"\xff\xfe"
       "0\0 \0001\0000\0\n\0"s,
       "UTF-16", "iconv -f UTF-16 -t UTF-8"},
      {"\xfe\xff\0000\0 \0001\0000\0\n"s, "UTF-16", "iconv"},
      {"0\0 \0001\0000\0\n\0000\0 \0002\0000\0\n\0"s, "UTF-16", "iconv"},
  };
  for (const Foreign& file : files) {
    CAPTURE(file.what);
    for (const std::string_view format : {"", "din", "champsim"}) {
      const std::string error = error_of(file.contents, {.format = std::string(format)});
      CHECK(contains(error, file.what));
      CHECK(contains(error, file.command));
    }
  }
}

TEST_CASE("text that is no trace is told from others") {
  const std::vector<Foreign> files{
      {"==7== Lackey, an example Valgrind tool\n==7== \n==7== Counted 1 call to main()\n",
       "lackey prints without a trace", "--trace-mem=yes"},
      {"==7== Memcheck, a memory error detector\n==7== HEAP SUMMARY:\n", "records no accesses",
       "--tool=lackey --trace-mem=yes"},
      {"bin lib\n==7== Cachegrind, a high-precision tracing profiler\n==7== I refs: 9\n",
       "records no accesses", "--tool=lackey"},
      {"desc: I1 cache: 32768 B\ncmd: ls\nevents: Ir\n", "counts accesses", "--tool=lackey"},
      {"# callgrind format\nversion: 1\n", "counts accesses", "--tool=lackey"},
      {"7f3a2b10\n7f3a2b18\n00000010\n", "hexadecimal", "sed 's/^/0x/' FILE"},
      {"7F3A2B10\r\n7F3A2B18\r\n", "hexadecimal", "sed"},
      {"alice\nbob\nalice\n", "lines of text", "--keys text"},
      {"<!DOCTYPE html>\n<html>\n", "web page", "download"},
      {"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS", "git lfs pull"},
      {"{\"a\": [1,\n2]}\n", "JSON", "one access a line"},
  };
  for (const Foreign& file : files) {
    CAPTURE(file.contents);
    const std::string error = error_of(file.contents);
    CHECK(contains(error, file.what));
    CHECK(contains(error, file.command));
  }
}

TEST_CASE("records that begin as a mark of UTF-16 does are records") {
  // An instruction pointer whose last bytes are ff fe.
  std::string bytes;
  for (std::uint64_t i = 0; i < 10; ++i) {
    bytes += little_endian_bytes(0x7f000000feffU + (i << 16)) + std::string(24, '\0') +
             little_endian_bytes(std::uint64_t{0x1000}) + std::string(24, '\0');
  }
  CHECK(read_all(bytes).format == "champsim");
}

TEST_CASE("decimal numbers and traces are none of these") {
  CHECK(read_all("10\n20\n10\n").format == "csv");
  CHECK(read_all("0x7f3a\n0x7f3b\n").format == "csv");
  CHECK(read_all("==7== Lackey\n L 10,8\n").format == "lackey");
}

}  // namespace
}  // namespace dmc::test
