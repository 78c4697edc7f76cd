#include "dmc/trace/tracer.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

namespace dmc {
namespace {

constexpr std::uint64_t k_data_limit = std::uint64_t{1} << 32;
constexpr std::size_t k_array_names = 1U << 15;
constexpr std::size_t k_label_names = 1U << 16;

}  // namespace

Tracer::Tracer(const Model& model, Sink sink, Attribution attribution)
    : model_(model),
      sink_(std::move(sink)),
      attribution_(attribution),
      cursor_(batch_.storage.data()),
      end_(cursor_ + Batch::k_capacity) {
  if (model.block == 0 || model.block >= k_data_limit) {
    throw Error(fmt::format("a block cannot have {} elements; choose 1 to {}", model.block,
                            k_data_limit - 1));
  }
  names_.labels.emplace_back("program");
}

ArrayId Tracer::name_array(std::string_view name) {
  // An array's first id comes before those it has in stages.
  const auto found = std::find(names_.arrays.begin(), names_.arrays.end(), name);
  return found == names_.arrays.end() ? add_array(name, 0)
                                      : static_cast<ArrayId>(found - names_.arrays.begin());
}

ArrayId Tracer::add_array(std::string_view name, LabelId stage) {
  if (names_.arrays.size() == k_array_names) {
    throw Error(fmt::format("a trace can name {} arrays; give arrays of one role the same name",
                            k_array_names));
  }
  names_.arrays.emplace_back(name);
  names_.stages.push_back(stage);
  omitted_.push_back(std::find(model_.omit.begin(), model_.omit.end(), name) != model_.omit.end());
  return static_cast<ArrayId>(names_.arrays.size() - 1);
}

Label Tracer::label(std::string_view name) {
  const auto found = label_ids_.find(name);
  if (found != label_ids_.end()) {
    return {found->second};
  }
  if (names_.labels.size() + 2 > k_label_names) {
    throw Error(fmt::format("a trace can name {} scopes; give scopes of one role the same name",
                            k_label_names / 2));
  }
  const auto id = static_cast<LabelId>(names_.labels.size());
  names_.labels.emplace_back(name);
  names_.labels.push_back(fmt::format("within {}", name));
  label_ids_.emplace(name, id);
  return {id};
}

Label Tracer::label(std::string_view name, std::string_view parameter, std::uint64_t value) {
  return label(fmt::format("{} {}={}", name, parameter, value));
}

DataRange Tracer::allocate(ArrayId array, std::uint64_t size, bool temporary) {
  DataRange range;
  range.size = size;
  range.step = omitted_[array] ? 0 : 1;
  range.recycled = temporary && model_.temporaries == Temporaries::reuse;
  if (range.recycled) {
    auto& free_ranges = returned_[size];
    if (!free_ranges.empty()) {
      range.first = Access(free_ranges.back(), array, false);
      free_ranges.pop_back();
      return range;
    }
  }
  const std::uint64_t blocks = size / model_.block + (size % model_.block != 0 ? 1 : 0);
  if (blocks > (k_data_limit - next_datum_) / model_.block) {
    throw Error(
        fmt::format("the arrays need more than {} data, which is the most dmc can tell apart; "
                    "choose smaller sizes",
                    k_data_limit));
  }
  range.first = Access(static_cast<Datum>(next_datum_), array, false);
  next_datum_ += blocks * model_.block;
  return range;
}

void Tracer::release(const DataRange& range) noexcept {
  returned_[range.size].push_back(range.first.datum());
}

void Tracer::add_event(ScopeEvent::Kind kind, LabelId label) {
  const auto position = static_cast<std::uint32_t>(cursor_ - batch_.storage.data());
  batch_.events.push_back({position, label, kind});
  if (batch_.events.size() >= Batch::k_capacity) {
    flush();
  }
}

void Tracer::leave_event(ScopeEvent::Kind kind) noexcept {
  const auto position = static_cast<std::uint32_t>(cursor_ - batch_.storage.data());
  batch_.events.push_back({position, 0, kind});
}

void Tracer::enter_stage(LabelId stage) {
  if (attribution_ == Attribution::on) {
    stage_ends_.push_back({static_cast<std::size_t>(cursor_ - batch_.storage.data()), stage_});
  }
  stage_ = stage;
}

void Tracer::assign_stage(std::span<Access> accesses, LabelId stage) {
  if (stage == 0 || accesses.empty()) {
    return;
  }
  constexpr ArrayId k_none = k_array_names;
  std::vector<ArrayId>& ids = stage_ids_[stage];
  ids.resize(names_.arrays.size(), k_none);
  for (Access& access : accesses) {
    ArrayId& id = ids[access.array()];
    if (id == k_none) {
      const std::string name = names_.arrays[access.array()];
      id = add_array(name, stage);
    }
    access = access.with_array(id);
  }
}

// Gives the accesses of the batch the ids that their arrays have in the stage they were made in.
// Arrays themselves know nothing of stages, so that an access costs nothing more.
void Tracer::assign_stages() {
  const auto accesses = std::span(batch_.storage).first(batch_.count);
  std::size_t begin = 0;
  for (const StageEnd& end : stage_ends_) {
    assign_stage(accesses.subspan(begin, end.position - begin), end.stage);
    begin = end.position;
  }
  stage_ends_.clear();
  if (attribution_ == Attribution::on) {
    assign_stage(accesses.subspan(begin), stage_);
  }
}

void Tracer::flush() {
  batch_.count = static_cast<std::size_t>(cursor_ - batch_.storage.data());
  flushed_ += batch_.count;
  assign_stages();
  if (model_.block > 1) {
    for (Access& access : std::span(batch_.storage).first(batch_.count)) {
      access = access.in_block(static_cast<Datum>(model_.block));
    }
  }
  batch_.data_end = next_datum_ / model_.block;
  batch_.array_end = static_cast<std::uint32_t>(names_.arrays.size());
  batch_.label_end = static_cast<std::uint32_t>(names_.labels.size());
  sink_(batch_);
  batch_.count = 0;
  batch_.events.clear();
  cursor_ = batch_.storage.data();
  end_ = cursor_ + batch_.storage.size();
}

}  // namespace dmc
