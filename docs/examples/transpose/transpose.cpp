// Transposes a matrix row by row and then in tiles, and measures the data movement of both orders.
// Where a file is named, the tiled order is recorded there instead.
//
//     transpose [SIZE [BLOCK [FILE]]]    BLOCK elements are moved together, and BLOCK divides SIZE

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>

#include <dmc/analysis/measure.hpp>
#include <dmc/tracefile/trace_writer.hpp>
#include <dmc/util/output_file.hpp>

namespace {

/// B = A^T, in tiles of tile x tile. One tile of the whole size is the plain order, row by row.
void transpose(dmc::Tracer& tracer, std::uint64_t size, std::uint64_t tile) {
  auto a = tracer.matrix<double>("A", size, size);
  auto b = tracer.matrix<double>("B", size, size);
  for (auto top : tracer.loop("row of tiles", 0, size, tile)) {
    for (auto left : tracer.loop("tile", 0, size, tile)) {
      for (auto i : tracer.loop("i", top, std::min(top + tile, size), 1)) {
        for (auto j : tracer.loop("j", left, std::min(left + tile, size), 1)) {
          const double element = a.read(i, j);  // the read first, in a statement of its own
          b.write(j, i, element);
        }
      }
    }
  }
}

void print(const char* order, const dmc::Measurement& measured) {
  std::printf("%s: %llu accesses, %llu blocks, %llu reuses, DMD %.1f\n", order,
              static_cast<unsigned long long>(measured.accesses),
              static_cast<unsigned long long>(measured.data),
              static_cast<unsigned long long>(measured.reuses), measured.dmd);
  std::printf("  array  carried by  reuses  nearest  farthest      DMD\n");
  for (const dmc::ClassTotals& one : measured.classes) {
    std::printf("  %-5s  %-10s  %6llu  %7llu  %8llu  %7.1f\n", one.array.c_str(),
                one.carried_by.c_str(), static_cast<unsigned long long>(one.totals.reuses),
                static_cast<unsigned long long>(one.totals.min_distance),
                static_cast<unsigned long long>(one.totals.max_distance), one.totals.dmd);
  }
}

void measure_both(std::uint64_t size, std::uint64_t block) {
  dmc::Model model;
  model.block = block;
  print("row by row",
        dmc::measure(model, [&](dmc::Tracer& tracer) { transpose(tracer, size, size); }));
  print("in tiles",
        dmc::measure(model, [&](dmc::Tracer& tracer) { transpose(tracer, size, block); }));
}

void record(const std::string& path, std::uint64_t size, std::uint64_t block) {
  dmc::RecordedHeader header;
  header.program = "transpose";
  header.parameters = {{"size", size}, {"tile", block}};
  header.model.block = block;
  dmc::OutputFile file(path, "the trace");
  dmc::TraceWriter writer([&](std::string_view bytes) { file.write(bytes); }, header);
  dmc::Tracer tracer(header.model, [&](dmc::Batch& batch) { writer.add(batch); });
  transpose(tracer, size, block);
  tracer.finish();
  writer.finish(tracer.names());
  file.commit();
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::uint64_t size = argc > 1 ? std::stoull(argv[1]) : 64;
    const std::uint64_t block = argc > 2 ? std::stoull(argv[2]) : 8;
    if (block == 0 || size % block != 0) {
      throw std::invalid_argument("BLOCK must divide SIZE");
    }
    if (argc > 3) {
      record(argv[3], size, block);
    } else {
      measure_both(size, block);
    }
    return 0;
  } catch (const std::exception& error) {  // dmc::Error says what cannot be measured, and why
    std::fprintf(stderr, "transpose: %s\n", error.what());
    return 2;
  }
}
