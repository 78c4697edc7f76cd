#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <random>

#include <lzma.h>
#include <zlib.h>
#include <zstd.h>

#include "dmc/tracefile/trace_input.hpp"

#include "catch.hpp"
#include "read_all.hpp"

// What the libraries' one-shot functions compress must come out again, whole or as an error.
namespace dmc::test {
namespace {

std::string gzip_of(std::string_view text) {
  const TemporaryFile file("");
  gzFile out = ::gzopen(file.path().c_str(), "wb1");
  ::gzwrite(out, text.data(), static_cast<unsigned>(text.size()));
  ::gzclose(out);
  std::ifstream in(file.path(), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string zstd_of(std::string_view text) {
  std::string out(::ZSTD_compressBound(text.size()), '\0');
  ZSTD_CCtx* const context = ::ZSTD_createCCtx();
  ::ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);  // as the program does
  out.resize(::ZSTD_compress2(context, out.data(), out.size(), text.data(), text.size()));
  ::ZSTD_freeCCtx(context);
  return out;
}

std::string xz_of(std::string_view text) {
  std::string out(::lzma_stream_buffer_bound(text.size()), '\0');
  std::size_t size = 0;
  REQUIRE(::lzma_easy_buffer_encode(0, LZMA_CHECK_CRC64, nullptr,
                                    reinterpret_cast<const std::uint8_t*>(text.data()), text.size(),
                                    reinterpret_cast<std::uint8_t*>(out.data()), &size,
                                    out.size()) == LZMA_OK);
  out.resize(size);
  return out;
}

/// Everything, read in pieces of a size.
std::string contents_of(const std::string& path, std::size_t piece) {
  TraceInput input(path);
  std::string all;
  std::string part(piece, '\0');
  for (std::size_t got = piece; got == piece;) {
    got = input.read(part);
    all.append(part, 0, got);
  }
  return all;
}

/// Does not compress well, so that it takes many of a decompressor's buffers.
std::string long_text() {
  std::mt19937_64 random(1);
  std::string text;
  while (text.size() < 3'000'000) {
    text += std::to_string(random()) + '\n';
  }
  return text;
}

struct Packed {
  std::string_view name;
  std::string (*pack)(std::string_view text);
};
constexpr std::array k_packed{Packed{"gzip", gzip_of}, Packed{"zstd", zstd_of},
                              Packed{"xz", xz_of}};

TEST_CASE("a file comes out as it went in, compressed or not") {
  const std::string text = long_text();
  const TemporaryFile plain(text);
  CHECK(TraceInput(plain.path()).compression() == "none");
  for (const std::size_t piece : {std::size_t{4096}, std::size_t{1} << 20, std::size_t{1000003}}) {
    CHECK(contents_of(plain.path(), piece) == text);
    for (const Packed& one : k_packed) {
      CAPTURE(one.name, piece);
      const TemporaryFile file(one.pack(text));
      CHECK(TraceInput(file.path()).compression() == one.name);
      CHECK(contents_of(file.path(), piece) == text);
    }
  }
}

TEST_CASE("lengths that are multiples of what readers ask for come out whole") {
  for (const std::size_t length : {std::size_t{1} << 16, std::size_t{1} << 20,
                                   3 * (std::size_t{1} << 20), (std::size_t{1} << 20) + 1}) {
    std::string same;
    while (same.size() < length) {
      same += "1\n";
    }
    same.resize(length);
    std::string varied = long_text() + long_text();
    varied.resize(length);
    for (const std::string& text : {same, varied}) {
      for (const Packed& one : k_packed) {
        CAPTURE(one.name, length);
        const TemporaryFile once(one.pack(text));
        CHECK(contents_of(once.path(), std::size_t{1} << 20) == text);
        const TemporaryFile twice(one.pack(text) + one.pack(text));
        CHECK(contents_of(twice.path(), std::size_t{1} << 20) == text + text);
        const std::string whole = one.pack(text);
        const TemporaryFile cut(whole.substr(0, whole.size() - 1));
        CHECK_THROWS_AS(contents_of(cut.path(), std::size_t{1} << 20), Error);
      }
    }
  }
}

TEST_CASE("zstd: frames to be skipped, first, between and last") {
  using namespace std::string_literals;
  const std::string skipped = "\x5a\x2a\x4d\x18\x03\0\0\0abc"s;
  const std::string first = "\x50\x2a\x4d\x18\x04\0\0\0\x10\0\0\0"s;  // pzstd's
  const std::string text = zstd_of("1\n2\n");
  const TemporaryFile file(first + text + skipped + skipped + text + skipped);
  CHECK(TraceInput(file.path()).compression() == "zstd");
  CHECK(contents_of(file.path(), 100) == "1\n2\n1\n2\n");
  const TemporaryFile nothing(first);
  CHECK_THROWS_WITH(contents_of(nothing.path(), 100), Catch::Contains("nothing in its zstd data"));
  const TemporaryFile cut(first + text + skipped.substr(0, 9));
  CHECK_THROWS_AS(contents_of(cut.path(), 100), Error);
}

TEST_CASE("a file that becomes shorter while it is read is an error") {
  const std::string text = long_text();
  const TemporaryFile file(text);
  TraceInput input(file.path());
  std::string part(100'000, '\0');
  REQUIRE(input.read(part) == part.size());
  std::filesystem::resize_file(file.path(), 1'000'000);
  std::string rest(text.size(), '\0');
  CHECK_THROWS_WITH(input.read(rest), Catch::Contains("became shorter while it was read"));
}

TEST_CASE("several compressed files one after the other are one") {
  for (const Packed& one : k_packed) {
    CAPTURE(one.name);
    const TemporaryFile file(one.pack("1\n2\n") + one.pack("3\n"));
    CHECK(contents_of(file.path(), 100) == "1\n2\n3\n");
  }
}

TEST_CASE("compressed data that are cut short or damaged are errors") {
  const std::string text = long_text();
  for (const Packed& one : k_packed) {
    const std::string whole = one.pack(text);
    for (const std::size_t length :
         {std::size_t{12}, whole.size() / 2, whole.size() - 5, whole.size() - 1}) {
      CAPTURE(one.name, length);
      const TemporaryFile cut(whole.substr(0, length));
      CHECK_THROWS_AS(contents_of(cut.path(), 4096), Error);
    }
    std::string damaged = whole;
    std::fill_n(damaged.begin() + static_cast<std::ptrdiff_t>(whole.size() / 2), 64, '\x55');
    const TemporaryFile file(damaged);
    CHECK_THROWS_AS(contents_of(file.path(), 4096), Error);
  }
}

TEST_CASE("a few bytes cannot ask for gigabytes") {
  std::string out(1000, '\0');
  ZSTD_CCtx* const context = ::ZSTD_createCCtx();
  ::ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, 31);
  ::ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
  ZSTD_inBuffer in{"1\n", 2, 0};
  ZSTD_outBuffer packed{out.data(), out.size(), 0};
  REQUIRE(::ZSTD_compressStream2(context, &packed, &in, ZSTD_e_flush) == 0);
  ::ZSTD_freeCCtx(context);
  const TemporaryFile file(out.substr(0, packed.pos));
  CHECK_THROWS_WITH(contents_of(file.path(), 10), Catch::Contains("zstd -dc --long=31"));
}

TEST_CASE("a short file with a magic number of a compression is an error, not a trace") {
  for (const std::string_view magic : {"\x1f\x8b", "\x28\xb5\x2f\xfd"}) {
    const TemporaryFile file(magic);
    CHECK_THROWS_AS(contents_of(file.path(), 10), Error);
  }
}

TEST_CASE("the beginning is there to be looked at and still to be read") {
  const std::string text = long_text();
  const TemporaryFile file(text);
  TraceInput input(file.path());
  CHECK(input.beginning() == std::string_view(text).substr(0, input.beginning().size()));
  CHECK(input.beginning().size() >= 65536);
  CHECK_FALSE(input.ends_there());
  CHECK(input.size() == text.size());
  std::string head(10, '\0');
  CHECK(input.read(head) == 10);
  CHECK(head == text.substr(0, 10));
  const TemporaryFile small("abc");
  CHECK(TraceInput(small.path()).ends_there());
  CHECK(TraceInput(small.path()).beginning() == "abc");
}

TEST_CASE("what cannot be opened says why") {
  CHECK_THROWS_WITH(TraceInput("/no/such/file"), Catch::Contains("No such file"));
  CHECK_THROWS_WITH(TraceInput("/"), Catch::Contains("directory"));
  const TemporaryFile empty("");
  CHECK_THROWS_WITH(TraceInput(empty.path()), Catch::Contains("empty"));
  const TemporaryFile packed(gzip_of(""));
  CHECK_THROWS_WITH(TraceInput(packed.path()), Catch::Contains("nothing in its gzip data"));
}

}  // namespace
}  // namespace dmc::test
