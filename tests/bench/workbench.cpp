#include "workbench.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "fenwick_engines.hpp"
#include "memory.hpp"

namespace dmc::bench {
namespace {

constexpr std::size_t k_checked = 2'000'000;  // accesses whose histogram is checked before timing
constexpr std::size_t k_part = 500'000;       // accesses in which slow engines are measured
constexpr std::size_t k_piece = std::size_t{1} << 22;  // of a stream

// Addresses begin where systems put large allocations.
constexpr std::uint64_t k_first_address = 0x7f00'0000'0000;

std::uint64_t fingerprint(const Histogram& histogram) {
  std::uint64_t hash = histogram.bins.size();
  for (const Histogram::Bin& bin : histogram.bins) {
    for (const std::uint64_t word : {bin.distance, bin.reuses}) {
      hash = (hash ^ word) * 0x9e3779b97f4a7c15;
      hash ^= hash >> 29;
    }
  }
  return hash;
}

double ratio(std::uint64_t a, std::uint64_t b) {
  return static_cast<double>(a) / static_cast<double>(b);
}

// Hands the accesses of a stream to `take`, a piece at a time; `pause` and `resume` enclose what is
// not the engine's.
template <class Pause, class Resume, class Take>
void in_pieces(const Stream& stream, std::size_t length, Pause pause, Resume resume, Take take) {
  pause();
  std::vector<Datum> piece(std::min(length, k_piece));
  resume();
  while (length != 0) {
    pause();
    piece.resize(std::min(length, k_piece));
    stream(piece);
    length -= piece.size();
    resume();
    take(TracePart{piece, {}});
  }
}

}  // namespace

const Trace& Workbench::trace(const TraceRecipe& recipe, bool with_addresses) {
  if (trace_.name != recipe.name) {
    trials_.clear();
    trace_ = {};
    trace_.data = recipe.make(plan_.scale);
    trace_.distinct = distinct(trace_.data);
    trace_.name = recipe.name;
  }
  if (with_addresses && trace_.addresses.empty()) {
    trace_.addresses.resize(trace_.data.size());
    std::transform(trace_.data.begin(), trace_.data.end(), trace_.addresses.begin(),
                   [](Datum datum) { return k_first_address + 8 * std::uint64_t{datum}; });
  }
  return trace_;
}

void Workbench::run(benchmark::State& state, const TraceRecipe& recipe,
                    const Contender& contender) {
  (void)trace(recipe, contender.wants_addresses);
  if (contender.pace == Pace::whole) {
    run_whole(state, contender);
  } else {
    run_part(state, contender);
  }
}

void Workbench::run_whole(benchmark::State& state, const Contender& contender) {
  const Trial& checked = trial(contender);
  Engine engine;  // outlives the timing, as its end is not measured
  for (auto _ : state) {
    engine = contender.make(trace_.distinct);
    engine.replay(whole());
  }
  expect_same(trace_.name, contender.name, engine.histogram());
  report(state, trace_.data.size(), trace_.distinct, checked.bytes_per_datum);
}

void Workbench::run_part(benchmark::State& state, const Contender& contender) {
  Trial& started = trial(contender);
  const std::size_t left = trace_.data.size() - checked_length();
  const std::size_t size = std::min(scaled(k_part, plan_.scale), left / plan_.rounds);
  const TracePart part = whole().part(started.next, size);
  for (auto _ : state) {
    started.engine.replay(part);
  }
  started.next += size;
  report(state, size, trace_.distinct, started.bytes_per_datum);
}

// Long enough for every datum to have had its turn, where the trace is.
std::size_t Workbench::checked_length() const {
  const std::size_t wanted = std::max<std::size_t>(scaled(k_checked, plan_.scale), trace_.distinct);
  return std::min(wanted, trace_.data.size() / 2);
}

// Before anything is timed, the histogram of the beginning of the trace is held against that of the
// plain Fenwick tree. A slow engine is then in the middle of the trace, and goes on from there.
Workbench::Trial& Workbench::trial(const Contender& contender) {
  const auto found = trials_.find(contender.name);
  if (found != trials_.end()) {
    return found->second;
  }
  const TracePart beginning = whole().part(0, checked_length());
  const std::string name = fmt::format("the first {} of {}", beginning.data.size(), trace_.name);
  if (!findings_.contains(name)) {
    FenwickEngine<PlainFenwick> reference(trace_.distinct);
    reference.access(beginning.data);
    expect_same(name, std::string(k_fenwick), reference.histogram());
  }
  Trial trial;
  trial.bytes_per_datum = bytes_of(contender, contender.pace == Pace::whole ? whole() : beginning);
  trial.engine = contender.make(trace_.distinct);
  trial.engine.replay(beginning);
  trial.next = beginning.data.size();
  expect_same(name, contender.name, trial.engine.histogram());
  if (contender.pace == Pace::whole) {
    trial.engine = {};
  }
  return trials_[contender.name] = std::move(trial);
}

std::optional<double> Workbench::bytes_of(const Contender& contender, const TracePart& part) const {
  if (!plan_.memory) {
    return std::nullopt;
  }
  const auto bytes = peak_growth([&] { contender.make(trace_.distinct).replay(part); });
  return bytes ? std::optional(ratio(*bytes, distinct(part.data))) : std::nullopt;
}

void Workbench::run_stream(benchmark::State& state, const std::string& trace, const Stream& stream,
                           std::size_t length, std::uint64_t data, const Contender& contender) {
  const auto nothing = [] {};
  const std::string name = trace + "/" + contender.name;
  if (plan_.memory && !stream_bytes_.contains(name)) {
    const auto bytes = peak_growth([&] {
      const Engine engine = contender.make(data);
      in_pieces(stream, length, nothing, nothing, engine.replay);
    });
    stream_bytes_[name] = bytes ? std::optional(ratio(*bytes, data)) : std::nullopt;
  }
  Engine engine;
  for (auto _ : state) {
    engine = contender.make(data);
    in_pieces(
        stream, length, [&] { state.PauseTiming(); }, [&] { state.ResumeTiming(); }, engine.replay);
  }
  expect_same(trace, contender.name, engine.histogram());
  report(state, length, data, stream_bytes_[name]);
}

void Workbench::expect_same(const std::string& trace, const std::string& contender,
                            const Histogram& histogram) {
  const auto [finding, is_first] =
      findings_.try_emplace(trace, Finding{fingerprint(histogram), contender});
  if (!is_first && finding->second.fingerprint != fingerprint(histogram)) {
    throw std::runtime_error(fmt::format("{} and {} count different histograms of {}", contender,
                                         finding->second.contender, trace));
  }
}

void report(benchmark::State& state, std::size_t accesses, std::uint64_t data,
            const std::optional<double>& bytes_per_datum) {
  state.counters[k_accesses] = static_cast<double>(accesses);
  state.counters[k_data] = static_cast<double>(data);
  if (bytes_per_datum) {
    state.counters[k_bytes_per_datum] = *bytes_per_datum;
  }
}

void register_rounds(const std::string& family, const std::string& trace,
                     const std::vector<std::string>& names, unsigned rounds,
                     const std::function<void(benchmark::State&, std::size_t)>& run) {
  for (unsigned round = 1; round <= rounds; ++round) {
    for (std::size_t turn = 0; turn < names.size(); ++turn) {
      const std::size_t i = round % 2 == 1 ? turn : names.size() - 1 - turn;
      const std::string name = fmt::format("{}/{}/{}/{}", family, trace, names[i], round);
      benchmark::RegisterBenchmark(name.c_str(),
                                   [run, i](benchmark::State& state) { run(state, i); })
          ->Iterations(1)
          ->MeasureProcessCPUTime()
          ->Unit(benchmark::kMillisecond);
    }
  }
}

}  // namespace dmc::bench
