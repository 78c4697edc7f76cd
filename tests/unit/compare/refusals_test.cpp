#include <array>

#include "dmc/analysis/compare.hpp"
#include "dmc/util/error.hpp"

#include "catch.hpp"
#include "problems.hpp"

namespace dmc::test {
namespace {

std::string message_of(const CompareRequest& request) {
  try {
    check_compare(request);
  } catch (const Error& error) {
    // compare() refuses the same.
    CHECK_THROWS_WITH(compare(request), error.what());
    return error.what();
  }
  return "it was not refused";
}

bool contains(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

/// A kernel that must not come to run.
Kernel kernel_with(std::string_view name, std::span<const Parameter> parameters) {
  Kernel kernel{};
  kernel.name = name;
  kernel.task = "nothing";
  kernel.parameters = parameters;
  return kernel;
}

TEST_CASE("fewer than two different kernels are no comparison") {
  CHECK(contains(message_of(request_for({}, {})), "two or more kernels"));
  const std::string one = message_of(request_for({"conv"}, {}));
  CHECK(contains(one, "two or more kernels"));
  CHECK(contains(one, "im2col, winograd, fftconv"));
  CHECK(contains(message_of(request_for({"conv", "im2col", "conv"}, {})), "conv would be"));
  const std::string both = message_of(request_for({"fft", "fftconv"}, {}));
  CHECK(contains(both, "fft stands for fftconv"));
  CHECK(contains(both, "compared with itself"));
}

TEST_CASE("kernels that share no task are refused with what each is for") {
  const std::string message = message_of(request_for({"matmul", "conv"}, {{"n", {8}}}));
  CHECK(contains(message, "matmul and conv cannot be compared"));
  CHECK(contains(message, "matrix multiplication"));
  CHECK(contains(message, "conv can be compared with im2col"));
  // Wherever the odd one stands, and although fft is not one by itself.
  CHECK(contains(message_of(request_for({"conv", "im2col", "mha"}, {})), "conv and mha"));
  CHECK(contains(message_of(request_for({"fft", "matmul"}, {})), "fft and matmul"));
}

TEST_CASE("kernels that share no parameter are refused") {
  static constexpr std::array k_one{Parameter{.name = "a", .meaning = "", .fallback = 1}};
  static constexpr std::array k_other{Parameter{.name = "b", .meaning = "", .fallback = 1}};
  const Kernel one = kernel_with("one", k_one);
  const Kernel other = kernel_with("other", k_other);
  CompareRequest request;
  request.kernels = {&one, &other};
  CHECK(contains(message_of(request), "one and other cannot be compared: they have no parameter"));
}

TEST_CASE("values that no kernel takes, or that one cannot take, are refused") {
  CHECK(contains(message_of(request_for({"conv", "im2col"}, {{"layout", {1}}})),
                 "none of conv, im2col has a parameter --layout"));
  const std::string fixed =
      message_of(request_for({"conv", "winograd"}, {{"n", {8}}, {"k", {3, 5}}}));
  CHECK(contains(fixed, "--k 5"));
  CHECK(contains(fixed, "winograd works only with --k 3"));
  CHECK_NOTHROW(check_compare(request_for({"conv", "winograd"}, {{"n", {8}}, {"k", {3}}})));
  // What a kernel's own run refuses, in any of the problems.
  CHECK(contains(message_of(request_for({"conv", "fftconv"}, {{"n", {8, 12}}})), "power of two"));
  CHECK(
      contains(message_of(request_for({"conv", "im2col"}, {{"n", {8}}, {"k", {3, 9}}})), "--k 9"));
  CHECK(contains(message_of(request_for({"conv", "im2col"}, {{"n", {3'000'000}}})), "memory"));
}

TEST_CASE("values that would give kernels different problems are refused") {
  for (const std::uint64_t w : {8U, 9U}) {
    const std::string message =
        message_of(request_for({"conv", "im2col"}, {{"h", {8}}, {"w", {w}}, {"k", {3}}}));
    CHECK(contains(message, "im2col --n 512"));
    CHECK(contains(message, w == 8 ? "conv would have --n 8" : "conv would have no --n"));
    CHECK(contains(message, "give --n"));
  }
}

TEST_CASE("an array to omit must be one of some kernel") {
  Model model;
  model.omit = {"R", "Q"};
  CHECK(contains(message_of(request_for({"conv", "im2col"}, {{"n", {8}}}, model)), "--omit Q"));
}

}  // namespace
}  // namespace dmc::test
