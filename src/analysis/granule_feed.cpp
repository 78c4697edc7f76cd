#include "granule_feed.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace dmc {
namespace {

std::array<bool, 5> kinds_of(AccessChoice choice) {
  // In the order of ReferenceKind: read, write, fetch, other, no_access.
  switch (choice) {
    case AccessChoice::both:
      return {true, true, false, true, false};
    case AccessChoice::reads:
      return {true, false, false, false, false};
    case AccessChoice::writes:
      return {false, true, false, false, false};
    case AccessChoice::fetches:
      return {false, false, true, false, false};
    case AccessChoice::all:
      break;
  }
  return {true, true, true, true, false};
}

}  // namespace

GranuleFeed::GranuleFeed(const AnalyzeRequest& request, Sink sink)
    : sink_(std::move(sink)),
      wanted_(kinds_of(request.accesses)),
      shift_(static_cast<unsigned>(std::countr_zero(request.granule))),
      limit_(request.limit == 0 ? ~std::uint64_t{0} : request.limit),
      threads_apart_(request.per_thread),
      elsewhere_(static_cast<std::uint16_t>(request.regions.size())) {
  for (const AddressRegion& region : request.regions) {
    ranges_.push_back({region.begin, region.last, static_cast<std::uint16_t>(ranges_.size())});
  }
  std::sort(ranges_.begin(), ranges_.end(),
            [](const Range& a, const Range& b) { return a.begin < b.begin; });
}

void GranuleFeed::take(const ReferenceBatch& batch) {
  const std::span<const TraceReference> references = batch.references();
  if (batch.has_spaces) {
    ranges_.empty() ? take_all<false, true>(references) : take_all<true, true>(references);
  } else {
    ranges_.empty() ? take_all<false, false>(references) : take_all<true, false>(references);
  }
}

template <bool WithRegions, bool WithSpaces>
void GranuleFeed::take_all(std::span<const TraceReference> references) {
  for (const TraceReference& reference : references) {
    if (!wanted_[static_cast<std::size_t>(reference.kind)]) {
      ++(reference.kind == ReferenceKind::no_access ? no_access_ : left_out_);
      continue;
    }
    if (threads_apart_ && reference.thread != thread_) {
      finish();
      thread_ = reference.thread;
    }
    take_granules<WithRegions, WithSpaces>(reference);
  }
}

template <bool WithRegions, bool WithSpaces>
void GranuleFeed::take_granules(const TraceReference& reference) {
  const std::uint64_t last = (reference.address + (reference.size - 1)) >> shift_;
  std::uint64_t granule = reference.address >> shift_;
  const std::uint64_t accesses_before = accesses_;
  if constexpr (WithRegions) {
    lowest_ = std::min(lowest_, reference.address);
    highest_ = std::max(highest_, reference.address + (reference.size - 1));
  }
  for (std::uint64_t left = last - granule + 1; left != 0 && accesses_ != limit_; --left) {
    if constexpr (WithRegions) {
      // Of a granule's bytes the first that the access touches says where it belongs.
      regions_[held_] = region_of(std::max(reference.address, granule << shift_));
    }
    if constexpr (WithSpaces) {
      granules_[held_] = keys_.key(reference.space, granule);
    } else {
      granules_[held_] = granule;
    }
    ++granule;
    ++accesses_;
    if (++held_ == granules_.size()) {
      finish();
    }
  }
  if constexpr (WithSpaces) {
    if (reference.space >= space_accesses_.size()) {
      space_accesses_.resize(reference.space + std::size_t{1});
    }
    space_accesses_[reference.space] += accesses_ - accesses_before;
  }
}

void GranuleFeed::finish() {
  if (held_ != 0) {
    const auto regions =
        std::span<const std::uint16_t>(regions_).first(ranges_.empty() ? 0 : held_);
    sink_(thread_, {std::span<const std::uint64_t>(granules_).first(held_), regions});
    held_ = 0;
  }
}

std::uint16_t GranuleFeed::region_of(std::uint64_t address) {
  if (address >= last_range_.begin && address <= last_range_.last) {
    return last_range_.region;
  }
  const auto above = std::upper_bound(
      ranges_.begin(), ranges_.end(), address,
      [](std::uint64_t sought, const Range& range) { return sought < range.begin; });
  if (above == ranges_.begin() || address > std::prev(above)->last) {
    return elsewhere_;
  }
  last_range_ = *std::prev(above);
  return last_range_.region;
}

}  // namespace dmc
