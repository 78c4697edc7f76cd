#include <string>

#include "dmc/util/progress.hpp"
#include "dmc/util/utf8.hpp"

#include "catch.hpp"

using namespace dmc;

TEST_CASE("a progress line tells share, time left, rate and amount") {
  const std::string line = progress_line("conv", 2'000'000, 8'000'000, 4.0, 100);
  INFO(line);
  CHECK(line.find("conv  25%") == 0);
  CHECK(line.find("500.0 k/s") != std::string::npos);
  CHECK(line.find("12.0 s left") != std::string::npos);
  CHECK(line.find("2.000 M of 8.000 M") != std::string::npos);
}

TEST_CASE("a progress line never exceeds its width, and the time left stays longest") {
  for (std::size_t width = 1; width < 100; ++width) {
    const std::string line = progress_line("transformer", 3, 10, 2.0, width);
    INFO(width);
    CHECK(display_width(line) <= width);
    if (line.find("/s") != std::string::npos) {
      CHECK(line.find("left") != std::string::npos);
    }
  }
}

TEST_CASE("a progress line stands when nothing is known, or more is done than was said") {
  CHECK(progress_line("x", 0, 10, 0, 80).find("x   0%") == 0);
  // Through a pipe nobody knows how much there is: no share is claimed then.
  const std::string unknown = progress_line("analyze", 3'000'000, 0, 2.0, 80);
  CHECK(unknown.find('%') == std::string::npos);
  CHECK(unknown.find("3.000 M so far") != std::string::npos);
  CHECK(unknown.find("1.500 M/s") != std::string::npos);
  CHECK(progress_line("x", 0, 10, 1.0, 80).find("left") == std::string::npos);
  CHECK(progress_line("x", 11, 10, 1.0, 80).find("x 100%") == 0);
}
