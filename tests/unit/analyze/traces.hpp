#pragma once

#include <cmath>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "dmc/analysis/analyze.hpp"

#include "naive_lru.hpp"
#include "temporary_file.hpp"

namespace dmc::test {

/// A reference as the test means it; written as a line of some format, and understood by hand.
struct Line {
  char kind;  ///< as in lackey: I, L, S or M
  std::uint64_t address;
  std::uint32_t size;
};

inline std::string as_lackey(const std::vector<Line>& lines) {
  std::string text;
  for (const Line& line : lines) {
    text +=
        fmt::format("{}{} {:x},{}\n", line.kind == 'I' ? "" : " ",
                    line.kind == 'I' ? "I " : std::string(1, line.kind), line.address, line.size);
  }
  return text;
}

/// A few programs' worth of addresses: a stack, streams, scattered accesses that cross granules.
inline std::vector<Line> program(std::uint64_t seed, std::size_t length) {
  std::mt19937_64 random(seed);
  constexpr std::uint32_t k_sizes[] = {1, 2, 4, 8, 16, 32, 100};
  std::vector<Line> lines;
  std::uint64_t stack = 0x1fff000000;
  std::uint64_t stream = 0x4a00000;
  while (lines.size() < length) {
    lines.push_back({'I', 0x400000 + random() % 64 * 4, 4});
    switch (random() % 4) {
      case 0:
        stack += random() % 2 == 0 ? 8 : ~std::uint64_t{7};
        lines.push_back({random() % 2 == 0 ? 'L' : 'S', stack, 8});
        break;
      case 1:
        lines.push_back({'L', stream += 8, 8});
        break;
      case 2:
        lines.push_back({'M', 0x601000 + random() % 40 * 4, 4});
        break;
      default:
        lines.push_back({'S', 0x700000 + random() % 3000, k_sizes[random() % 7]});
    }
    if (lines.size() % 500 < 2) {
      stream = 0x4a00000;
    }
  }
  return lines;
}

/// What the lines access, byte by byte as the definition has it: every granule that holds a byte of
/// the reference, once, lowest first.
inline std::vector<std::uint64_t> granules_of(const std::vector<Line>& lines, std::uint64_t granule,
                                              const std::string& kinds) {
  std::vector<std::uint64_t> granules;
  for (const Line& line : lines) {
    const std::string steps = line.kind == 'M' ? "LS" : std::string(1, line.kind);
    for (const char kind : steps) {
      if (kinds.find(kind) == std::string::npos) {
        continue;
      }
      for (std::uint64_t byte = 0; byte < line.size; ++byte) {
        const std::uint64_t number = (line.address + byte) / granule;
        if (byte == 0 || granules.back() != number) {
          granules.push_back(number);
        }
      }
    }
  }
  return granules;
}

inline AnalyzeResult analyze_text(const std::string& text, const AnalyzeRequest& request,
                                  const ReadOptions& options = {}) {
  const TemporaryFile file(text);
  ReferenceReader reader(TraceInput(file.path()), options);
  return analyze(reader, request);
}

inline std::map<std::uint64_t, std::uint64_t> as_map(const Histogram& histogram) {
  std::map<std::uint64_t, std::uint64_t> bins;
  for (const Histogram::Bin& bin : histogram.bins) {
    bins[bin.distance] = bin.reuses;
  }
  return bins;
}

}  // namespace dmc::test
