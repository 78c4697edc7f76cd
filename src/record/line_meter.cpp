#include "dmc/record/line_meter.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <span>
#include <tuple>
#include <utility>

#include "dmc/engine/lru_engine.hpp"

#include "call_tree.hpp"
#include "reuse_table.hpp"

namespace dmc {
namespace {

// A call that has not returned, or a loop, which only keeps its place.
struct Frame {
  std::uint64_t entered;  // accesses before it
  LabelId label;
  bool is_call;
  std::uint32_t node;  // in the tree of calls
};

// A datum's last access.
struct Last {
  std::uint64_t time;
  std::uint32_t thread;
  ArrayId line;
};

bool costs_more(const LineReuses& a, const LineReuses& b) {
  return a.dmd != b.dmd
             ? a.dmd > b.dmd
             : std::tie(a.to, a.from, a.carried_by) < std::tie(b.to, b.from, b.carried_by);
}

}  // namespace

class LineMeter::State {
 public:
  explicit State(std::vector<std::uint64_t> capacities) : capacities_(std::move(capacities)) {
    capacities_.resize(std::min(capacities_.size(), k_most_line_sizes));
  }

  void add(const Batch& batch, std::uint32_t thread) {
    const std::span<const Access> accesses = batch.accesses();
    for (std::size_t i = 0; i < accesses.size(); ++i) {
      data_[i] = accesses[i].datum();
    }
    engine_.access(std::span<const Datum>(data_).first(accesses.size()), distances_);
    if (last_.size() < batch.data_end) {
      last_.resize(std::max<std::size_t>(batch.data_end, 2 * last_.size()));
    }
    lines_.resize(std::max<std::size_t>(lines_.size(), batch.array_end));
    choose(thread);
    std::size_t done = 0;
    for (const ScopeEvent& event : batch.events) {
      count(accesses, done, event.position);
      done = event.position;
      apply(event);
    }
    count(accesses, done, accesses.size());
  }

  [[nodiscard]] std::uint64_t accesses() const { return now_; }

  [[nodiscard]] LineCounts counts() const {
    LineCounts counts{engine_.accesses(), engine_.data(), engine_.histogram(), lines_,
                      table_.all(),       tree_.calls()};
    std::sort(counts.reuses.begin(), counts.reuses.end(), costs_more);
    return counts;
  }

 private:
  void choose(std::uint32_t thread) {
    if (thread >= stacks_.size()) {
      stacks_.resize(thread + 1);
    }
    thread_ = thread;
    stack_ = &stacks_[thread];
  }

  void apply(const ScopeEvent& event) {
    switch (event.kind) {
      case ScopeEvent::Kind::enter_block:
      case ScopeEvent::Kind::enter_loop:
        enter(event);
        break;
      case ScopeEvent::Kind::leave_block:
      case ScopeEvent::Kind::leave_loop:
        if (!stack_->empty()) {
          stack_->pop_back();
        }
        break;
      case ScopeEvent::Kind::iterate:
        break;
    }
  }

  [[nodiscard]] std::uint32_t node() const { return stack_->empty() ? 0 : stack_->back().node; }

  void enter(const ScopeEvent& event) {
    const bool is_call = event.kind == ScopeEvent::Kind::enter_block;
    const std::uint32_t inner = is_call ? tree_.enter(node(), event.label) : node();
    stack_->push_back({now_, event.label, is_call, inner});
  }

  // The innermost call that had begun when access number `time` was made.
  [[nodiscard]] LabelId carrier(std::uint64_t time) const {
    const auto begin = stack_->begin();
    auto frame = stack_->end();
    // Mostly it is the innermost one or two; in a deep recursion it may be far out.
    for (int near = 0; near < 4; ++near) {
      if (frame == begin) {
        return 0;
      }
      --frame;
      if (frame->entered <= time && frame->is_call) {
        return frame->label;
      }
    }
    frame = std::upper_bound(begin, frame, time, [](std::uint64_t sought, const Frame& one) {
      return sought < one.entered;
    });
    while (frame != begin) {
      --frame;
      if (frame->is_call) {
        return frame->label;
      }
    }
    return 0;
  }

  void count(std::span<const Access> accesses, std::size_t from, std::size_t to) {
    double cost = 0;
    for (std::size_t i = from; i < to; ++i) {
      const Access access = accesses[i];
      const ArrayId line = access.array();
      const std::uint32_t distance = distances_[i];
      Last& last = last_[access.datum()];
      LineAccesses& at = lines_[line];
      (access.is_write() ? at.writes : at.reads) += 1;
      if (distance == 0) {
        ++at.cold;
      } else {
        const LabelId label =
            last.thread == thread_ ? carrier(last.time) : LineReuses::k_other_thread;
        cost += count_reuse(table_.find(last.line, line, label), distance);
      }
      last = {now_++, thread_, line};
    }
    tree_.add(node(), cost);
  }

  double count_reuse(LineReuses& reuses, std::uint32_t distance) {
    const double root = std::sqrt(static_cast<double>(distance));
    ++reuses.reuses;
    reuses.dmd += root;
    reuses.min_distance = std::min(reuses.min_distance, distance);
    reuses.max_distance = std::max(reuses.max_distance, distance);
    for (std::size_t i = 0; i < capacities_.size(); ++i) {
      reuses.misses[i] += distance > capacities_[i] ? 1U : 0U;
    }
    return root;
  }

  std::vector<std::uint64_t> capacities_;
  LruEngine engine_;
  record::ReuseTable table_;
  record::CallTree tree_;
  std::vector<LineAccesses> lines_;
  std::vector<Last> last_;                  // by datum
  std::vector<std::vector<Frame>> stacks_;  // by thread
  std::vector<Frame>* stack_ = nullptr;
  std::uint32_t thread_ = 0;
  std::uint64_t now_ = 0;
  std::array<Datum, Batch::k_capacity> data_{};
  std::array<std::uint32_t, Batch::k_capacity> distances_{};
};

LineMeter::LineMeter(std::vector<std::uint64_t> capacities)
    : state_(std::make_unique<State>(std::move(capacities))) {}
LineMeter::~LineMeter() = default;
LineMeter::LineMeter(LineMeter&&) noexcept = default;
LineMeter& LineMeter::operator=(LineMeter&&) noexcept = default;

void LineMeter::add(const Batch& batch, std::uint32_t thread) {
  state_->add(batch, thread);
}
std::uint64_t LineMeter::accesses() const {
  return state_->accesses();
}
LineCounts LineMeter::counts() const {
  return state_->counts();
}

namespace {

// The tree of one part among those of the others.
void add_calls(const std::vector<CallCost>& calls, record::CallTree& tree) {
  std::vector<std::uint32_t> nodes(calls.size());
  for (std::size_t i = 0; i < calls.size(); ++i) {
    nodes[i] = i == 0 ? 0 : tree.enter(nodes[calls[i].caller], calls[i].function);
    tree.add(nodes[i], calls[i].dmd);
  }
}

}  // namespace

LineCounts merge(const std::vector<LineCounts>& parts) {
  record::CallTree tree;
  LineCounts whole;
  std::vector<const Histogram*> histograms;
  std::map<std::tuple<ArrayId, ArrayId, LabelId>, LineReuses> reuses;
  for (const LineCounts& part : parts) {
    whole.accesses += part.accesses;
    whole.data += part.data;
    histograms.push_back(&part.histogram);
    add_calls(part.calls, tree);
    whole.lines.resize(std::max(whole.lines.size(), part.lines.size()));
    for (std::size_t i = 0; i < part.lines.size(); ++i) {
      whole.lines[i].reads += part.lines[i].reads;
      whole.lines[i].writes += part.lines[i].writes;
      whole.lines[i].cold += part.lines[i].cold;
    }
    for (const LineReuses& one : part.reuses) {
      auto [found, is_new] = reuses.try_emplace({one.from, one.to, one.carried_by}, one);
      if (!is_new) {
        LineReuses& sum = found->second;
        sum.reuses += one.reuses;
        sum.dmd += one.dmd;
        sum.min_distance = std::min(sum.min_distance, one.min_distance);
        sum.max_distance = std::max(sum.max_distance, one.max_distance);
        for (std::size_t i = 0; i < k_most_line_sizes; ++i) {
          sum.misses[i] += one.misses[i];
        }
      }
    }
  }
  whole.histogram = merge(std::span<const Histogram* const>(histograms));
  whole.calls = tree.calls();
  for (const auto& [key, one] : reuses) {
    whole.reuses.push_back(one);
  }
  std::sort(whole.reuses.begin(), whole.reuses.end(), costs_more);
  return whole;
}

}  // namespace dmc
