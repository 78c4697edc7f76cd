#include "dmc/analysis/analyze.hpp"

#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "dmc/cost/dmd.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/number.hpp"

#include "exact_figures.hpp"
#include "granule_feed.hpp"
#include "sampled_meter.hpp"
#include "space_totals.hpp"
#include "stream_meter.hpp"

namespace dmc {
namespace {

// Sampling looks at too few data for what is asked of single ones.
void check_sample(const AnalyzeRequest& request) {
  if (request.sample == 0) {
    return;
  }
  if (!(request.sample > 0 && request.sample < 1)) {
    throw Error(fmt::format("--sample: {} is not between 0 and 1; 0.01 looks at one datum in 100",
                            request.sample));
  }
  const char* other = request.top != 0           ? "--top"
                      : request.interval != 0    ? "--interval"
                      : request.per_thread       ? "--per-thread"
                      : !request.regions.empty() ? "--region"
                                                 : nullptr;
  if (other != nullptr) {
    throw Error(
        fmt::format("--sample and {} cannot be combined: a sample says too little about parts "
                    "of a trace; leave out one of them",
                    other));
  }
}

void check_regions(std::vector<AddressRegion> regions) {
  std::sort(regions.begin(), regions.end(),
            [](const AddressRegion& a, const AddressRegion& b) { return a.begin < b.begin; });
  for (std::size_t i = 0; i < regions.size(); ++i) {
    if (regions[i].begin > regions[i].last) {
      throw Error(
          fmt::format("--region: {} is empty; its end comes after its beginning and does not "
                      "belong to it",
                      regions[i].name));
    }
    if (i != 0 && regions[i - 1].last >= regions[i].begin) {
      throw Error(fmt::format("--region: {} and {} overlap; give ranges that do not",
                              regions[i - 1].name, regions[i].name));
    }
  }
}

// What a trace does not tell apart must not be counted as though it did.
void check_kinds(const AnalyzeRequest& request, const ReferenceReader& reader) {
  const bool apart =
      request.accesses == AccessChoice::reads || request.accesses == AccessChoice::writes;
  if (apart && !reader.tells_kinds()) {
    throw Error(fmt::format("{}: a {} trace does not tell reads from writes; leave out --accesses",
                            reader.name(), reader.format().name));
  }
}

}  // namespace

void check_request(const AnalyzeRequest& request, const ReferenceReader& reader) {
  const TraceFormat& format = reader.format();
  const std::string& file = reader.name();
  check_sample(request);
  check_kinds(request, reader);
  check_regions(request.regions);
  if (!std::has_single_bit(request.granule) || request.granule > std::uint64_t{1} << 30) {
    throw Error(fmt::format("--granule: {} is not a power of two from 1 to 2^30", request.granule));
  }
  if (request.granule != 1 && reader.has_text_keys()) {
    throw Error(
        fmt::format("--granule: ids that are any text have no bytes; leave it out for {}", file));
  }
  if (request.per_thread && !format.has_threads) {
    throw Error(fmt::format("--per-thread: {} is a {} trace, which does not tell threads apart",
                            file, format.name));
  }
  if (request.per_thread && request.interval != 0) {
    throw Error(
        "--per-thread and --interval cannot be combined: threads have no common time; "
        "leave out one of them");
  }
}

void refuse_nothing(const AnalyzeResult& result) {
  const ReadCounts& counts = result.counts;
  if (const std::uint64_t others = result.left_out + result.no_access; others != 0) {
    throw Error(
        fmt::format("{}: none of its {} accesses is of the kind asked for; --accesses "
                    "chooses reads, writes, both, fetches or all",
                    result.file, grouped(others)));
  }
  const std::string bad = counts.bad == 0 ? ""
                                          : fmt::format("; of {} bad ones the first is: {}",
                                                        grouped(counts.bad), counts.first_bad);
  const std::string_view hint =
      result.format == "lackey" ? "; lackey prints accesses only with --trace-mem=yes" : "";
  throw Error(
      fmt::format("{}: there is no access in it, read as a {} trace{}; --input-format "
                  "names another format{}",
                  result.file, result.format, bad, hint));
}

namespace {

/// The meters that a request needs, and what comes out of them.
class Analysis {
 public:
  Analysis(ReferenceReader& reader, const AnalyzeRequest& request)
      : reader_(reader), request_(request) {
    if (request_.granule == 0) {
      request_.granule = reader.default_granule();
    }
    check_request(request_, reader);
    watchers_.top = request_.top != 0;
    watchers_.regions.resize(request_.regions.empty() ? 0 : request_.regions.size() + 1);
    if (request_.interval != 0) {
      watchers_.intervals.emplace_back(request_.interval);
    }
    if (request_.sample != 0) {
      sampled_ = std::make_unique<SampledMeter>(request_.sample, request_.sample_seed);
    }
  }

  AnalyzeResult result() {
    const auto started = std::chrono::steady_clock::now();
    GranuleFeed feed(
        request_, [this](std::uint16_t thread, const GranuleSpan& span) { measure(thread, span); });
    while (const ReferenceBatch* batch = feed.full() ? nullptr : reader_.next()) {
      watchers_.keys = batch->has_spaces ? &feed.keys() : nullptr;
      feed.take(*batch);
      if (request_.progress) {
        request_.progress(reader_.position(), reader_.size());
      }
    }
    feed.finish();
    result_.stopped = feed.full();
    reader_.stop();
    result_.left_out = feed.left_out();
    result_.no_access = feed.no_access();
    describe();
    if (feed.accesses() == 0) {
      refuse_nothing(result_);
    }
    result_.spaces = spaces_of(reader_.spaces(), feed.space_accesses(), watchers_.space_data);
    summarize();
    result_.lowest = feed.lowest();
    result_.highest = feed.highest();
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - started;
    result_.seconds = taken.count();
    return std::move(result_);
  }

 private:
  void measure(std::uint16_t thread, const GranuleSpan& span) {
    if (sampled_ != nullptr) {
      sampled_->measure(span.granules);
      return;
    }
    const std::size_t meter = request_.per_thread ? thread : 0;
    if (meter >= meters_.size()) {
      meters_.resize(meter + 1);
    }
    if (meters_[meter] == nullptr) {
      meters_[meter] = std::make_unique<StreamMeter>();
    }
    meters_[meter]->measure(span, watchers_);
  }

  void describe() {
    result_.file = reader_.name();
    result_.format = reader_.format().name;
    result_.compression = reader_.compression();
    result_.unit = reader_.unit();
    result_.request = request_;
    result_.counts = reader_.counts();
  }

  void summarize() {
    if (sampled_ != nullptr) {
      sampled_->finish();
      result_.caches = caches_of(request_);
      result_.curve = powers_of_two(k_most_powers, request_.granule);
      sampled_->summarize(result_);
      const std::size_t wanted =
          magnitude_of(std::max<std::uint64_t>(result_.total.max_distance, 1));
      result_.curve.resize(std::min(result_.curve.size(), wanted + 1));
      result_.total.cold_cost = cold_cost(result_.total.data, request_.cold, request_.bits);
    } else {
      sum_up_meters();
      summarize_exactly();
    }
  }

  void sum_up_meters() {
    Measurement& total = result_.total;
    std::vector<Histogram> histograms;
    for (const auto& meter : meters_) {
      if (meter != nullptr) {
        total.accesses += meter->engine().accesses();
        total.data += meter->engine().data();
        histograms.push_back(meter->engine().histogram());
        add_thread(*meter, histograms.back(), static_cast<std::size_t>(&meter - meters_.data()));
      }
    }
    std::vector<const Histogram*> parts;
    parts.reserve(histograms.size());
    for (const Histogram& histogram : histograms) {
      parts.push_back(&histogram);
    }
    total.histogram = histograms.size() == 1 ? std::move(histograms.front()) : merge(parts);
  }

  void add_thread(const StreamMeter& meter, const Histogram& histogram, std::size_t thread) {
    const std::string name = request_.per_thread ? reader_.threads()[thread] : "";
    if (request_.per_thread) {
      result_.threads.push_back({name, meter.engine().accesses(), meter.engine().data(),
                                 totals_of(histogram, request_.bits)});
    }
    for (TopDatum& datum : meter.top(request_.top, root_of_bits())) {
      if (watchers_.keys != nullptr) {
        const SpaceKeys::Place place = watchers_.keys->place(datum.address);
        datum.address = place.granule;
        datum.space = result_.spaces.empty() ? "" : name_of(reader_.spaces()[place.space]);
      }
      datum.address *= request_.granule;
      datum.thread = name;
      result_.top.push_back(std::move(datum));
    }
  }

  void summarize_exactly() {
    fill_exact_figures(result_);
    result_.times = watchers_.times;
    result_.mean_time = result_.total.reuses == 0
                            ? 0
                            : static_cast<double>(watchers_.time_sum /
                                                  static_cast<long double>(result_.total.reuses));
    add_regions();
    std::stable_sort(result_.top.begin(), result_.top.end(),
                     [](const TopDatum& a, const TopDatum& b) { return a.dmd > b.dmd; });
    result_.top.resize(std::min<std::size_t>(result_.top.size(), request_.top));
    for (TopDatum& datum : result_.top) {
      datum.key = reader_.key_of(datum.address);
    }
    for (const IntervalSeries& series : watchers_.intervals) {
      result_.interval = series.length();
      result_.intervals = series.intervals(root_of_bits());
    }
  }

  void add_regions() {
    for (std::size_t i = 0; i < watchers_.regions.size(); ++i) {
      const RunningTotals& region = watchers_.regions[i];
      const bool is_outside = i == request_.regions.size();
      if (!is_outside || region.accesses != 0) {
        result_.total.arrays.push_back({is_outside ? "elsewhere" : request_.regions[i].name,
                                        region.accesses, region.totals(root_of_bits())});
      }
    }
  }

  [[nodiscard]] double root_of_bits() const {
    return std::sqrt(static_cast<double>(request_.bits));
  }

  static constexpr std::size_t k_most_powers = 34;  // there are not 2^33 data

  ReferenceReader& reader_;
  AnalyzeRequest request_;
  AnalyzeResult result_;
  Watchers watchers_;
  std::vector<std::unique_ptr<StreamMeter>> meters_;  // by thread, where threads are apart
  std::unique_ptr<SampledMeter> sampled_;
};

}  // namespace

std::size_t magnitude_of(std::uint64_t number) {
  return static_cast<std::size_t>(std::bit_width(number - 1));
}

AnalyzeResult analyze(ReferenceReader& reader, const AnalyzeRequest& request) {
  return Analysis(reader, request).result();
}

}  // namespace dmc
