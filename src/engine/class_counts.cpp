#include "class_counts.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <span>
#include <utility>

namespace dmc::engine {
namespace {

// Where there are more notes than that, bins are no larger.
constexpr std::uint64_t k_data_per_note = 8;

constexpr std::uint64_t k_distance_mask = 0xffff'ffff;

std::uint64_t distance_of(std::uint64_t note) {
  return note & k_distance_mask;
}
std::size_t index_of(std::uint64_t note) {
  return note >> 32;
}
std::uint64_t note_of(std::size_t index, std::uint64_t distance) {
  return (std::uint64_t{index} << 32) | distance;
}

using Notes = std::vector<std::uint64_t>;

// Sorts by some of the bits, a few of them at a time, from the lowest on. Keeps the order among
// those that are alike in them.
Notes sorted_by(std::uint64_t bits, Notes notes) {
  constexpr unsigned k_digit_bits = 11;
  constexpr std::uint64_t k_digit = (std::uint64_t{1} << k_digit_bits) - 1;
  std::uint64_t differing = 0;
  for (const std::uint64_t note : notes) {
    differing |= (note ^ notes.front()) & bits;
  }
  Notes next(notes.size());
  while (differing != 0) {
    const int shift = std::countr_zero(differing);
    const std::uint64_t digit = (k_digit << shift) & bits;
    std::array<std::size_t, k_digit + 1> places{};
    for (const std::uint64_t note : notes) {
      ++places[(note & digit) >> shift];
    }
    std::size_t before = 0;
    for (std::size_t& place : places) {
      before += std::exchange(place, before);
    }
    for (const std::uint64_t note : notes) {
      next[places[(note & digit) >> shift]++] = note;
    }
    notes.swap(next);
    differing &= ~digit;
  }
  return notes;
}

// Appends the distances of notes that are sorted by them.
void append(std::span<const std::uint64_t> notes, Histogram& histogram) {
  for (auto note = notes.begin(); note != notes.end();) {
    const auto next = std::find_if(note, notes.end(), [&](std::uint64_t other) {
      return distance_of(other) != distance_of(*note);
    });
    histogram.bins.push_back({distance_of(*note), static_cast<std::uint64_t>(next - note)});
    note = next;
  }
}

}  // namespace

ClassCounts::ClassCounts(Classes& hot, std::uint64_t noted_limit)
    : hot_(hot), noted_limit_(noted_limit) {
  hot_.owner = this;
  hot_.create = [](void* owner, std::size_t index) {
    return static_cast<ClassCounts*>(owner)->create(index);
  };
}

bool ClassCounts::make_room(std::size_t labels, std::size_t arrays) {
  const bool is_wider = arrays > hot_.stride;
  if (is_wider) {
    move_rows(std::bit_ceil(arrays));
  } else if (labels * hot_.stride <= bins_.size()) {
    return false;
  }
  bins_.resize(std::max(bins_.size(), std::bit_ceil(labels) * hot_.stride));
  show();
  return is_wider;
}

void ClassCounts::move_rows(std::size_t stride) {
  std::vector<DistanceBins> moved(labels() * stride);
  const auto moved_index = [&](std::size_t index) {
    return index / hot_.stride * stride + index % hot_.stride;
  };
  for (std::size_t index = 0; index < bins_.size(); ++index) {
    moved[moved_index(index)] = std::move(bins_[index]);
  }
  for (std::uint64_t& note : std::span(noted_.data(), hot_.noted_count)) {
    note = note_of(moved_index(index_of(note)), distance_of(note));
  }
  bins_ = std::move(moved);
  hot_.stride = stride;
}

void ClassCounts::show() {
  pointers_.resize(bins_.size());
  std::transform(bins_.begin(), bins_.end(), pointers_.begin(),
                 [](DistanceBins& bins) { return bins.data(); });
  hot_.bins = pointers_.data();
}

void ClassCounts::grow(std::uint64_t most) {
  most_ = most;
  for (DistanceBins& bins : bins_) {
    if (!bins.empty()) {
      bins = bins.grown(most);
    }
  }
  show();
}

Bin* ClassCounts::create(std::size_t index) {
  bins_[index] = DistanceBins(most_, DistanceBins::Marks::by_chunk, created_++);
  return pointers_[index] = bins_[index].data();
}

void ClassCounts::make_room_to_note(std::size_t more) {
  if (hot_.stride == 0 || !notes_) {
    return;
  }
  if (hot_.noted_count + more > std::min(noted_limit_, most_ / k_data_per_note)) {
    count_noted();
  } else if (noted_.size() == 0) {
    noted_ = PageArray<std::uint64_t>(noted_limit_, PageArray<std::uint64_t>::Pages::huge);
    hot_.noted = noted_.data();
  }
}

// From here on everything is counted in bins.
void ClassCounts::count_noted() {
  for (const std::uint64_t note : std::span(noted_.data(), hot_.noted_count)) {
    bins_of(index_of(note)).add(distance_of(note), 1);
  }
  noted_ = {};
  hot_.noted = nullptr;
  hot_.noted_count = 0;
  notes_ = false;
}

void ClassCounts::carry_over() {
  count_noted();  // as long as bins can surely hold it
  for (DistanceBins& bins : bins_) {
    if (!bins.empty()) {
      bins.carry_over();
    }
  }
}

DistanceBins& ClassCounts::bins_of(std::size_t index) {
  if (bins_[index].empty()) {
    (void)create(index);
  }
  return bins_[index];
}

void ClassCounts::add(const ClassCounts& part) {
  make_room_to_note(part.hot_.noted_count);
  if (!part.notes_) {
    count_noted();
  }
  const auto here = [&](std::size_t index) {
    return index / part.hot_.stride * hot_.stride + index % part.hot_.stride;
  };
  for (std::size_t index = 0; index < part.bins_.size(); ++index) {
    if (!part.bins_[index].empty()) {
      bins_of(here(index)).add(part.bins_[index]);
    }
  }
  for (const std::uint64_t note : std::span(part.noted_.data(), part.hot_.noted_count)) {
    const std::size_t index = here(index_of(note));
    if (notes_) {
      hot_.noted[hot_.noted_count++] = note_of(index, distance_of(note));
    } else {
      bins_of(index).add(distance_of(note), 1);
    }
  }
}

Notes ClassCounts::noted_by_distance() const {
  return sorted_by(k_distance_mask, {noted_.data(), noted_.data() + hot_.noted_count});
}

Histogram ClassCounts::histogram(std::uint64_t last) const {
  return total(last, noted_by_distance());
}

std::vector<AttributedHistogram> ClassCounts::attributed(std::uint64_t last) const {
  return by_class(last, noted_by_distance());
}

void ClassCounts::read_out(std::uint64_t last, EngineCounts& counts) const {
  Notes notes = noted_by_distance();
  counts.histogram = total(last, notes);
  counts.classes = by_class(last, std::move(notes));
  counts.cold_misses = cold_misses();
}

Histogram ClassCounts::total(std::uint64_t last, const Notes& notes) const {
  std::uint64_t chunks = 0;
  for (const DistanceBins& bins : bins_) {
    chunks = std::max(chunks, bins.chunks());
  }
  Histogram histogram;
  std::vector<std::uint64_t> sums(Classes::k_chunk);
  for (std::uint64_t chunk = 0; chunk < chunks && chunk << Classes::k_chunk_bits <= last; ++chunk) {
    bool has_any = false;
    for (const DistanceBins& bins : bins_) {
      has_any |= !bins.empty() && bins.add_chunk_to(chunk, sums.data());
    }
    for (std::uint64_t i = 0; has_any && i < sums.size(); ++i) {
      const std::uint64_t distance = (chunk << Classes::k_chunk_bits) + i;
      if (const std::uint64_t reuses = std::exchange(sums[i], 0); reuses != 0 && distance != 0) {
        histogram.bins.push_back({distance, reuses});
      }
    }
  }
  append(notes, histogram);
  return histogram;
}

std::vector<AttributedHistogram> ClassCounts::by_class(std::uint64_t last, Notes notes) const {
  notes = sorted_by(~k_distance_mask, std::move(notes));
  std::vector<AttributedHistogram> result;
  auto note = notes.begin();
  for (std::size_t index = 0; index < bins_.size(); ++index) {
    const auto next = std::find_if(note, notes.end(),
                                   [&](std::uint64_t other) { return index_of(other) != index; });
    Histogram histogram = bins_[index].histogram(last);
    append({note, next}, histogram);
    note = next;
    if (!histogram.bins.empty()) {
      result.push_back({static_cast<ArrayId>(index % hot_.stride),
                        static_cast<LabelId>(index / hot_.stride), std::move(histogram)});
    }
  }
  return result;
}

std::vector<std::uint64_t> ClassCounts::cold_misses() const {
  std::vector<std::uint64_t> result(bins_.empty() ? 0 : hot_.stride);
  for (std::size_t index = 0; index < bins_.size(); ++index) {
    if (!bins_[index].empty()) {
      result[index % hot_.stride] += bins_[index].cold();
    }
  }
  return result;
}

}  // namespace dmc::engine
