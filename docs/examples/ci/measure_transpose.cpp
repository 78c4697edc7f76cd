// Measures a matrix transposition in tiles and holds it against what is expected of it.
//
//     measure_transpose EXPECTED.json       checks, and says what holds; exit code 1 where not
//     measure_transpose --json [TILE]       prints the measurement for `dmc check`

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <string>

#include <dmc/analysis/measure.hpp>
#include <dmc/check/check.hpp>
#include <dmc/report/check_report.hpp>
#include <dmc/report/format.hpp>
#include <dmc/report/run_report.hpp>

namespace {

constexpr std::uint64_t k_size = 64;

dmc::Model in_blocks() {
  dmc::Model model;
  model.block = 8;
  return model;
}

/// B = A^T, in tiles of tile x tile.
void transpose(dmc::Tracer& tracer, std::uint64_t tile) {
  auto a = tracer.matrix<double>("A", k_size, k_size);
  auto b = tracer.matrix<double>("B", k_size, k_size);
  for (auto top : tracer.loop("row of tiles", 0, k_size, tile)) {
    for (auto left : tracer.loop("tile", 0, k_size, tile)) {
      for (auto i : tracer.loop("i", top, std::min(top + tile, k_size), 1)) {
        for (auto j : tracer.loop("j", left, std::min(left + tile, k_size), 1)) {
          const double element = a.read(i, j);
          b.write(j, i, element);
        }
      }
    }
  }
}

dmc::Measurement measure_tiles(std::uint64_t tile) {
  return dmc::measure(in_blocks(), [&](dmc::Tracer& tracer) { transpose(tracer, tile); });
}

int check(const char* file) {
  const auto checked = dmc::check(
      {.expectations = dmc::read_expectations(file),
       .measurements = {{"tiles of 8", measure_tiles(8)}, {"tiles of 16", measure_tiles(16)}}});
  std::fputs(dmc::render_table(dmc::check_document(checked), {}).c_str(), stdout);
  return checked.failed_checks() == 0 ? 0 : 1;
}

void print_json(std::uint64_t tile) {
  const auto document = dmc::measurement_document(measure_tiles(tile), "transpose", in_blocks());
  std::fputs(dmc::render_json(document, {}).c_str(), stdout);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::string first = argc > 1 ? argv[1] : "--json";
    if (first != "--json") {
      return check(argv[1]);
    }
    print_json(argc > 2 ? std::stoull(argv[2]) : 8);
    return 0;
  } catch (const std::exception& error) {  // dmc::Error says what is wrong, and where
    std::fprintf(stderr, "measure_transpose: %s\n", error.what());
    return 2;
  }
}
