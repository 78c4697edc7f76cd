#include <initializer_list>

#include "dmc/kernels/kernel.hpp"
#include "dmc/util/error.hpp"

#include "catch.hpp"

namespace dmc::test {
namespace {

Parameters resolve(std::string_view kernel, const Parameters& given) {
  return resolve_parameters(find_kernel(kernel), given);
}

/// These parameters are refused with a message that says all of the parts.
void check_refused(std::string_view kernel, const Parameters& given,
                   std::initializer_list<std::string_view> parts) {
  std::string text = "accepted";
  try {
    (void)resolve(kernel, given);
  } catch (const Error& error) {
    text = error.what();
  }
  for (const std::string_view part : parts) {
    CAPTURE(kernel, given.entries(), text, part);
    CHECK(text.find(part) != std::string::npos);
  }
}

TEST_CASE("a number out of range is refused with the option and the range") {
  check_refused("conv", {{"k", 0}}, {"--k 0", "from 1 to"});
  check_refused("conv", {{"n", 0}}, {"--n 0", "from 1 to 4294967295"});
  check_refused("matmul", {{"l", std::uint64_t{1} << 32}}, {"--l 4294967296", "4294967295"});
  check_refused("winograd", {{"n", 2}}, {"--n 2", "from 4"});
  check_refused("transformer", {{"layers", 0}}, {"--layers 0", "from 1"});
  check_refused("batchconv", {{"layout", 2}}, {"--layout", "nchw", "nhwc"});
  check_refused("im2col", {{"variant", 2}}, {"--variant", "gemv", "printed"});
}

TEST_CASE("a kernel larger than the image is refused") {
  check_refused("conv", {{"h", 9}, {"w", 8}, {"k", 9}},
                {"--k 9", "larger than the image", "from 1 to 8", "the smaller of --h and --w"});
  for (const std::string_view kernel : {"conv", "im2col", "fftconv", "batchconv"}) {
    check_refused(kernel, {{"n", 8}, {"k", 9}}, {"--k 9", "from 1 to 8", "--n"});
    CHECK(resolve(kernel, {{"n", 8}, {"k", 8}})["k"] == 8);
  }
}

TEST_CASE("transforms need powers of two") {
  for (const std::string_view kernel : {"fft", "fftconv"}) {
    check_refused(kernel, {{"n", 100}}, {"--n 100", "power of two", "64 and 128"});
    check_refused(kernel, {{"n", 3}}, {"--n 3", "2 and 4"});
    CHECK_NOTHROW(resolve(kernel, {{"n", 64}}));
  }
  CHECK_NOTHROW(resolve("fft", {{"n", 1}}));
}

TEST_CASE("a tile has three sides, or one for all") {
  const Parameters cube = resolve("tiledmatmul", {{"tile", 8}});
  CHECK(cube["tm"] == 8);
  CHECK(cube["tn"] == 8);
  CHECK(cube["tl"] == 8);
  const Parameters oblong = resolve("tiledmatmul", {{"tm", 2}, {"tn", 3}, {"tl", 4}});
  CHECK(oblong["tn"] == 3);
  CHECK_FALSE(oblong.has("tile"));
  CHECK(resolve("tiledmatmul", {{"tm", 4}, {"tn", 4}, {"tl", 4}})["tile"] == 4);
  check_refused("tiledmatmul", {{"tile", 8}, {"tn", 4}}, {"--tile", "8", "--tn 4", "--tm"});
  check_refused("tiledmatmul", {{"tile", 0}}, {"--tile 0", "from 1"});
  check_refused("tiledmatmul", {{"order", 6}}, {"--order", "ijk", "kji"});
}

TEST_CASE("recursive products take square matrices with a power of two as their side") {
  for (const std::string_view kernel : {"recmatmul", "recmatmul-tmp"}) {
    CHECK(resolve(kernel, {{"n", 32}})["m"] == 32);
    CHECK(resolve(kernel, {{"n", 32}, {"m", 32}, {"l", 32}})["l"] == 32);
    check_refused(kernel, {{"n", 24}}, {"--n 24", "power of two", "16 and 32"});
    check_refused(kernel, {{"n", 32}, {"l", 16}}, {"--l 16", "square", "32"});
  }
}

TEST_CASE("windows with dilation fit into the image") {
  for (const std::string_view kernel : {"multiconv", "depthwise"}) {
    CHECK_NOTHROW(resolve(kernel, {{"n", 9}, {"k", 3}, {"dilation", 4}}));
    check_refused(kernel, {{"n", 9}, {"k", 3}, {"dilation", 5}},
                  {"--k 3", "--dilation 5", "11 rows", "9 (--n)"});
    check_refused(kernel, {{"n", 9}, {"k", 10}}, {"--k 10", "from 1 to 9"});
    check_refused(kernel, {{"stride", 0}}, {"--stride 0", "from 1"});
  }
}

TEST_CASE("heads divide the width and groups the heads") {
  for (const std::string_view kernel :
       {"attention", "flash", "mha", "gqa", "decode", "transformer"}) {
    check_refused(kernel, {{"d", 12}, {"h", 8}}, {"--h 8", "--d 12", "6 or 12"});
    CHECK(resolve(kernel, {{"d", 12}, {"h", 12}})["h"] == 12);
  }
  check_refused("mha", {{"d", 12}, {"h", 24}}, {"--h 24", "--d 12", "from 1 to 12", "is 12"});
  for (const std::string_view kernel : {"gqa", "decode"}) {
    check_refused(kernel, {{"d", 12}, {"h", 6}, {"p", 4}}, {"--p 4", "--h 6", "3 or 6"});
  }
}

TEST_CASE("winograd's tiles need an even image and a kernel of side 3") {
  check_refused("winograd", {{"n", 7}}, {"--n 7", "even", "8"});
  check_refused("winograd", {{"n", 8}, {"k", 5}}, {"--k 5", "winograd", "3"});
  CHECK_FALSE(resolve("winograd", {{"n", 8}, {"k", 3}}).has("k"));
}

TEST_CASE("a batch has no more channels than there are") {
  check_refused("batchconv", {{"c", 4}, {"x", 5}}, {"--x 5", "from 1 to 4"});
  CHECK(resolve("batchconv", {{"c", 4}})["x"] == 4);
  CHECK(resolve("batchconv", {{"c", 4}, {"x", 3}})["x"] == 3);
}

TEST_CASE("an image is square or has both sides") {
  const Parameters square = resolve("conv", {{"n", 9}, {"k", 3}});
  CHECK(square["h"] == 9);
  CHECK(square["w"] == 9);
  CHECK(square["n"] == 9);
  const Parameters oblong = resolve("conv", {{"h", 7}, {"w", 12}});
  CHECK(oblong["h"] == 7);
  CHECK(oblong["w"] == 12);
  CHECK_FALSE(oblong.has("n"));
  CHECK(resolve("conv", {})["h"] == 512);
  CHECK(resolve("conv", {})["k"] == 3);
  check_refused("conv", {{"n", 9}, {"h", 7}}, {"--n", "--h", "--w"});
  check_refused("conv", {{"n", 9}, {"h", 7}, {"w", 9}}, {"--n", "--h", "--w"});
  check_refused("conv", {{"h", 7}}, {"--h", "--w", "--n"});
  check_refused("conv", {{"w", 7}}, {"--h", "--w", "--n"});
}

TEST_CASE("a parameter of another kernel is refused with the ones there are") {
  check_refused("conv", {{"c", 3}}, {"conv", "--c", "--n, --h, --w and --k"});
  check_refused("fft", {{"k", 3}}, {"fft", "--k", "it takes --n"});
}

TEST_CASE("the feed-forward step is four times as wide as the model unless given") {
  CHECK(resolve("transformer", {{"d", 24}})["f"] == 96);
  CHECK(resolve("transformer", {{"d", 24}, {"f", 5}})["f"] == 5);
}

TEST_CASE("defaults are legal, and what is resolved stays as it is") {
  for (const Kernel& kernel : kernels()) {
    CAPTURE(kernel.name);
    const Parameters once = resolve_parameters(kernel, {});
    CHECK(resolve_parameters(kernel, once).entries() == once.entries());
    for (const Parameter& parameter : kernel.parameters) {
      CHECK(once.has(parameter.name));
    }
  }
}

TEST_CASE("kernels are found by name, and mistyped ones are answered with the nearest") {
  for (const Kernel& kernel : kernels()) {
    CHECK(&find_kernel(kernel.name) == &kernel);
  }
  CHECK_THROWS_WITH(find_kernel("cnov"), Catch::Matchers::Contains("conv"));
  CHECK_THROWS_AS(find_kernel(""), Error);
}

TEST_CASE("a value that is not there is a bug, not zero") {
  const Parameters parameters{{"n", 3}};
  CHECK(parameters["n"] == 3);
  CHECK_THROWS_AS(parameters["k"], std::out_of_range);
}

}  // namespace
}  // namespace dmc::test
