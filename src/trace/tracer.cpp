#include "dmc/trace/tracer.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

namespace dmc {
namespace {

constexpr std::size_t k_array_names = 1U << 15;
constexpr std::size_t k_label_names = 1U << 16;

}  // namespace

Tracer::Tracer(const Model& model, Sink sink, Attribution attribution)
    : model_(model),
      blocks_(model.block),
      sink_(std::move(sink)),
      attribution_(attribution),
      cursor_(batch_.storage.data()),
      end_(cursor_ + Batch::k_capacity) {
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
  range.first = Access(blocks_.allocate(size), array, false);
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
      access = blocks_.in_block(access);
    }
  }
  batch_.data_end = blocks_.blocks();
  batch_.array_end = static_cast<std::uint32_t>(names_.arrays.size());
  batch_.label_end = static_cast<std::uint32_t>(names_.labels.size());
  sink_(batch_);
  batch_.count = 0;
  batch_.events.clear();
  cursor_ = batch_.storage.data();
  end_ = cursor_ + batch_.storage.size();
}

}  // namespace dmc
