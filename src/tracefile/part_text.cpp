#include <algorithm>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <utility>

#include <nlohmann/json.hpp>

#include "dmc/tracefile/trace_part.hpp"

#include "frame.hpp"
#include "wire.hpp"

namespace dmc {

using namespace tracefile;

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view k_part_magic = "dmcspart";
constexpr std::uint32_t k_part_version = 1;
constexpr std::string_view k_part_head_tag = "HEAD";
constexpr std::string_view k_firsts_tag = "FRST";
constexpr std::string_view k_lasts_tag = "LAST";
constexpr std::string_view k_bins_tag = "BINS";
constexpr std::string_view k_times_tag = "TIME";
constexpr std::string_view k_magnitudes_tag = "MAGN";
constexpr std::string_view k_end_tag = "DONE";

// So that no frame is ever too large: an entry takes 20 bytes at most.
constexpr std::size_t k_entries = std::size_t{1} << 19;

constexpr std::uint32_t k_array_limit = 1U << 15;
constexpr std::uint32_t k_label_limit = 1U << 16;
constexpr std::uint64_t k_data_limit = std::uint64_t{1} << 32;

std::uint64_t zigzag(std::uint64_t difference) {
  return (difference << 1) ^ (0 - (difference >> 63));
}
std::uint64_t unzigzag(std::uint64_t value) {
  return (value >> 1) ^ (0 - (value & 1));
}

// Histograms of a part, with what they are of. Where there are classes they are the whole, too.
std::vector<AttributedHistogram> histograms_of(const MeasuredSegment& segment) {
  return segment.open.array_end == 0 ? std::vector<AttributedHistogram>{{0, 0, segment.histogram}}
                                     : segment.classes;
}

Json head_json(const TracePart& part) {
  const SegmentSummary& summary = part.segment.summary;
  Json marks = Json::array();
  for (const SegmentSummary::Mark& mark : summary.marks) {
    marks.push_back({mark.label, mark.inherited, mark.rank});
  }
  return {{"file", part.file},
          {"trace", part.trace},
          {"digest", part.digest},
          {"begin", part.begin},
          {"end", part.end},
          {"total", part.total},
          {"data", part.data.size()},
          {"timed", part.times.has_value()},
          {"open", part.segment.open.marks},
          {"marks", marks},
          {"array_end", std::max(summary.array_end, part.segment.open.array_end)},
          {"label_end", std::max(summary.label_end, part.segment.open.label_end)}};
}

class PartWriter {
 public:
  explicit PartWriter(const ByteSink& sink) : sink_(sink) {}

  void write(const TracePart& part) {
    sink_(opening(k_part_magic, k_part_version));
    frame(k_part_head_tag, head_json(part).dump(-1, ' ', false, Json::error_handler_t::replace),
          FrameWriter::Compression::none);
    write_firsts(part);
    write_lasts(part.segment.summary.lasts);
    for (const AttributedHistogram& one : histograms_of(part.segment)) {
      write_bins(one);
    }
    if (part.times) {
      write_times(*part.times);
    }
    frame(k_end_tag, "", FrameWriter::Compression::none);
  }

 private:
  void frame(std::string_view tag, std::string_view payload, FrameWriter::Compression compression) {
    sink_(frames_.frame(tag, payload, compression, "a part's description"));
  }

  // Writes an entry for each of `count`, some to a frame.
  template <class Write>
  void in_frames(std::string_view tag, std::size_t count, const std::string& head, Write entry) {
    std::string bytes;
    for (std::size_t from = 0; from < count; from += k_entries) {
      bytes = head;
      for (std::size_t i = from; i < std::min(count, from + k_entries); ++i) {
        entry(i, bytes);
      }
      frame(tag, bytes, FrameWriter::Compression::zstd);
    }
  }

  void write_firsts(const TracePart& part) {
    const auto& firsts = part.segment.summary.firsts;
    std::uint64_t before = 0;
    in_frames(k_firsts_tag, firsts.size(), "", [&](std::size_t i, std::string& bytes) {
      put_varint(bytes, zigzag(part.data[i] - std::exchange(before, part.data[i])));
      put_varint(bytes, firsts[i].access.array());
      put_varint(bytes, firsts[i].mark);
    });
  }

  void write_lasts(const std::vector<Datum>& lasts) {
    std::uint64_t before = 0;
    in_frames(k_lasts_tag, lasts.size(), "", [&](std::size_t i, std::string& bytes) {
      put_varint(bytes, zigzag(lasts[i] - std::exchange(before, std::uint64_t{lasts[i]})));
    });
  }

  void write_bins(const AttributedHistogram& one) {
    std::string head;
    put(head, one.array);
    put(head, one.carried_by);
    const auto& bins = one.histogram.bins;
    std::uint64_t before = 0;
    in_frames(k_bins_tag, bins.size(), head, [&](std::size_t i, std::string& bytes) {
      put_varint(bytes, bins[i].distance - std::exchange(before, bins[i].distance));
      put_varint(bytes, bins[i].reuses);
    });
  }

  void write_times(const PartTimes& times) {
    in_frames(k_times_tag, times.firsts.size(), "", [&](std::size_t i, std::string& bytes) {
      put_varint(bytes, times.firsts[i]);
      put_varint(bytes, times.lasts[i] - times.firsts[i]);
    });
    std::string bytes;
    for (const std::uint64_t reuses : times.magnitudes) {
      put_varint(bytes, reuses);
    }
    frame(k_magnitudes_tag, bytes, FrameWriter::Compression::zstd);
  }

  const ByteSink& sink_;
  FrameWriter frames_;
};

std::uint64_t number_of(const Json& value, std::uint64_t end = ~std::uint64_t{0}) {
  if (!value.is_number_unsigned() || value.get<std::uint64_t>() >= end) {
    throw std::out_of_range("a number");
  }
  return value.get<std::uint64_t>();
}

struct PartHead {
  TracePart part;
  std::uint64_t data;
};

PartHead head_of(const Json& json) {
  PartHead head{};
  TracePart& part = head.part;
  part.file = json.at("file").get<std::string>();
  part.trace = json.at("trace").get<std::string>();
  if (json.at("timed").get<bool>()) {
    part.times.emplace();
    part.times->magnitudes.clear();
  }
  part.digest = json.at("digest").get<std::uint64_t>();
  part.begin = number_of(json.at("begin"));
  part.end = number_of(json.at("end"));
  part.total = number_of(json.at("total"));
  head.data = number_of(json.at("data"), k_data_limit);
  OpenScopes& open = part.segment.open;
  SegmentSummary& summary = part.segment.summary;
  open.array_end = static_cast<std::uint32_t>(number_of(json.at("array_end"), k_array_limit + 1));
  open.label_end = static_cast<std::uint32_t>(number_of(json.at("label_end"), k_label_limit + 1));
  open.marks.clear();
  for (const Json& label : json.at("open")) {
    open.marks.push_back(static_cast<LabelId>(number_of(label, k_label_limit)));
  }
  for (const Json& mark : json.at("marks")) {
    summary.marks.push_back({static_cast<LabelId>(number_of(mark.at(0), k_label_limit)),
                             mark.at(1).get<bool>(),
                             static_cast<std::uint32_t>(number_of(mark.at(2), k_data_limit))});
  }
  summary.array_end = open.array_end;
  summary.label_end = open.label_end;
  summary.data_end = open.data_end = head.data;
  summary.accesses = part.end - part.begin;
  return head;
}

std::optional<PartHead> parse_head(std::string_view text) {
  try {
    return head_of(Json::parse(text));
  } catch (const Json::exception&) {
    return std::nullopt;
  } catch (const std::out_of_range&) {
    return std::nullopt;
  }
}

bool marks_are_sane(const PartHead& head) {
  const OpenScopes& open = head.part.segment.open;
  const auto& marks = head.part.segment.summary.marks;
  if (open.array_end == 0) {
    return open.marks == std::vector<LabelId>{0} && marks.empty();
  }
  const auto known = [&](LabelId label) { return label < open.label_end; };
  if (open.marks.empty() || marks.empty() || open.marks.front() != 0 ||
      !std::all_of(open.marks.begin(), open.marks.end(), known) || !marks.front().inherited) {
    return false;
  }
  for (std::size_t i = 0; i < marks.size(); ++i) {
    const bool kept = i < open.marks.size() && marks[i].label == open.marks[i];
    const bool in_order = i == 0 || (marks[i - 1].inherited || !marks[i].inherited);
    const bool ascends = i == 0 || marks[i - 1].rank <= marks[i].rank;
    if (!known(marks[i].label) || marks[i].rank > head.data || !in_order || !ascends ||
        (marks[i].inherited && (!kept || marks[i].rank != 0))) {
      return false;
    }
  }
  return true;
}

class PartReader {
 public:
  PartReader(ByteSource source, const std::string& name) : frames_(std::move(source), name) {}

  TracePart read() {
    frames_.expect_opening(k_part_magic, k_part_version);
    const Frame frame = frames_.next();
    frames_.check_depth(frame, frame.payload);
    auto head = frame.tag == k_part_head_tag ? parse_head(frame.payload) : std::nullopt;
    if (!head || !marks_are_sane(*head) || head->part.begin > head->part.end ||
        head->part.end > head->part.total) {
      frames_.fail(frame.offset, "the description of a part makes no sense");
    }
    frames_.check_depth(frame, head->part.trace);
    part_ = std::move(head->part);
    data_ = head->data;
    while (read_frame()) {
    }
    frames_.expect_end();
    check_counts();
    finish_histograms();
    return std::move(part_);
  }

 private:
  // False at the last one.
  bool read_frame() {
    const Frame frame = frames_.next();
    ByteCursor cursor(frame.payload);
    if (frame.tag == k_end_tag) {
      return false;
    }
    const bool good = frame.tag == k_firsts_tag       ? read_firsts(cursor)
                      : frame.tag == k_lasts_tag      ? read_lasts(cursor)
                      : frame.tag == k_bins_tag       ? read_bins(cursor)
                      : frame.tag == k_times_tag      ? read_times(cursor)
                      : frame.tag == k_magnitudes_tag ? read_magnitudes(cursor)
                                                      : false;
    if (!good || !cursor.at_end()) {
      frames_.fail(frame.offset, "a frame of a part makes no sense");
    }
    return true;
  }

  bool read_firsts(ByteCursor& cursor) {
    auto& firsts = part_.segment.summary.firsts;
    const OpenScopes& open = part_.segment.open;
    while (cursor.good() && cursor.left() != 0) {
      name_ += unzigzag(cursor.varint());
      const std::uint64_t array = cursor.varint();
      const std::uint64_t mark = cursor.varint();
      if (array >= std::max(open.array_end, 1U) || mark >= open.marks.size() ||
          firsts.size() == data_) {
        return false;
      }
      firsts.push_back(
          {Access(static_cast<Datum>(firsts.size()), static_cast<ArrayId>(array), false),
           static_cast<std::uint32_t>(mark)});
      part_.data.push_back(name_);
    }
    return true;
  }

  bool read_lasts(ByteCursor& cursor) {
    auto& lasts = part_.segment.summary.lasts;
    if (part_.data.size() != data_) {
      return false;  // before memory is taken for as many as the file says
    }
    is_last_.resize(data_);
    while (cursor.good() && cursor.left() != 0) {
      last_ += unzigzag(cursor.varint());
      if (last_ >= data_ || is_last_[last_]) {
        return false;
      }
      is_last_[last_] = true;
      lasts.push_back(static_cast<Datum>(last_));
    }
    return true;
  }

  bool read_bins(ByteCursor& cursor) {
    const auto array = cursor.take<std::uint16_t>();
    const auto label = cursor.take<std::uint16_t>();
    const OpenScopes& open = part_.segment.open;
    auto& classes = part_.segment.classes;
    if (array >= std::max(open.array_end, 1U) || label >= std::max(open.label_end, 1U)) {
      return false;
    }
    const auto key = [](const AttributedHistogram& one) {
      return std::pair(one.carried_by, one.array);
    };
    if (classes.empty() || key(classes.back()) < std::pair(label, array)) {
      classes.push_back({array, label, {}});
    }
    if (key(classes.back()) != std::pair(label, array)) {
      return false;
    }
    auto& bins = classes.back().histogram.bins;
    while (cursor.good() && cursor.left() != 0) {
      const std::uint64_t before = bins.empty() ? 0 : bins.back().distance;
      const std::uint64_t step = cursor.varint();
      const std::uint64_t reuses = cursor.varint();
      if (step == 0 || step > data_ - std::min(before, data_) || reuses == 0) {
        return false;
      }
      bins.push_back({before + step, reuses});
    }
    return true;
  }

  bool read_times(ByteCursor& cursor) {
    const std::uint64_t accesses = part_.end - part_.begin;
    while (part_.times && cursor.good() && cursor.left() != 0) {
      const std::uint64_t first = cursor.varint();
      const std::uint64_t more = cursor.varint();
      if (first >= accesses || more >= accesses - first || part_.times->firsts.size() == data_) {
        return false;
      }
      part_.times->firsts.push_back(first);
      part_.times->lasts.push_back(first + more);
    }
    return part_.times.has_value();
  }

  bool read_magnitudes(ByteCursor& cursor) {
    if (!part_.times || !part_.times->magnitudes.empty()) {
      return false;
    }
    part_.times->magnitudes.resize(PartTimes().magnitudes.size());
    for (std::uint64_t& reuses : part_.times->magnitudes) {
      reuses = cursor.varint();
    }
    return true;
  }

  [[nodiscard]] bool times_agree() const {
    if (!part_.times) {
      return true;
    }
    const auto& magnitudes = part_.times->magnitudes;
    return part_.times->firsts.size() == data_ &&
           std::accumulate(magnitudes.begin(), magnitudes.end(), data_) ==
               part_.segment.summary.accesses &&
           !magnitudes.empty();
  }

  void check_counts() const {
    const SegmentSummary& summary = part_.segment.summary;
    std::uint64_t accesses = data_;
    for (const AttributedHistogram& one : part_.segment.classes) {
      accesses += one.histogram.reuses();
    }
    if (summary.firsts.size() != data_ || summary.lasts.size() != data_ ||
        accesses != summary.accesses || !times_agree()) {
      frames_.fail(frames_.offset(), "the counts of a part do not agree");
    }
  }

  void finish_histograms() {
    MeasuredSegment& segment = part_.segment;
    std::vector<const Histogram*> all;
    for (const AttributedHistogram& one : segment.classes) {
      all.push_back(&one.histogram);
    }
    segment.histogram = merge(all);
    if (segment.open.array_end == 0) {
      segment.classes.clear();
    }
  }

  FrameReader frames_;
  TracePart part_;
  std::uint64_t data_ = 0;
  std::uint64_t name_ = 0;
  std::uint64_t last_ = 0;
  std::vector<bool> is_last_;
};

}  // namespace

void write_part(const TracePart& part, const ByteSink& sink) {
  PartWriter(sink).write(part);
}

TracePart read_part(ByteSource source, const std::string& name) {
  return PartReader(std::move(source), name).read();
}

}  // namespace dmc
