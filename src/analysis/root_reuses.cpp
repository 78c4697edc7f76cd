#include "dmc/analysis/root_reuses.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "dmc/kernels/kernel.hpp"
#include "dmc/trace/tracer.hpp"

namespace dmc {
namespace {

/// The trace of a transform, small enough to be kept: every access with the call it is made in.
struct Recording {
  struct Entry {
    Datum datum;
    bool is_root;
    std::size_t call;
  };
  std::vector<TransformCall> calls = {};
  std::vector<Entry> entries = {};
};

/// Follows the scopes of a trace down the recursion tree.
class Recorder {
 public:
  explicit Recorder(Recording& recording) : recording_(recording) {}

  void take(const Batch& batch, const TraceNames& names) {
    std::size_t event = 0;
    for (std::uint32_t i = 0; i <= batch.count; ++i) {
      for (; event < batch.events.size() && batch.events[event].position == i; ++event) {
        follow(batch.events[event], names);
      }
      if (i < batch.count) {
        const Access access = batch.storage[i];
        const bool is_root = names.arrays[access.array()] == "omega";
        recording_.entries.push_back({access.datum(), is_root, open_.back()});
      }
    }
  }

 private:
  static constexpr std::string_view k_call = "fft n=";

  // Scopes inside of a call that are no calls themselves count as the call.
  void follow(const ScopeEvent& event, const TraceNames& names) {
    if (event.kind == ScopeEvent::Kind::leave_block) {
      open_.pop_back();
      return;
    }
    const std::string& label = names.labels[event.label];
    if (!label.starts_with(k_call)) {
      open_.push_back(open_.back());
      return;
    }
    std::vector<TransformCall>& calls = recording_.calls;
    TransformCall call{.size = std::stoull(label.substr(k_call.size())), .path = {}, .roots = {}};
    if (!open_.empty()) {
      call.caller = open_.back();
      const bool is_first = std::none_of(calls.begin(), calls.end(), [&](const auto& other) {
        return other.caller == call.caller;
      });
      call.path = calls[*call.caller].path + (is_first ? 'e' : 'o');
    }
    open_.push_back(calls.size());
    calls.push_back(std::move(call));
  }

  Recording& recording_;
  std::vector<std::size_t> open_;  // the call of each open scope
};

Recording record_transform(std::uint64_t n) {
  Recording recording;
  Recorder recorder(recording);
  const TraceNames* names = nullptr;
  Tracer tracer({}, [&](Batch& batch) { recorder.take(batch, *names); });
  names = &tracer.names();
  const Kernel& kernel = find_kernel("fft");
  static_cast<void>(kernel.run(resolve_parameters(kernel, {{"n", n}}), tracer, InputData()));
  tracer.finish();
  return recording;
}

Kinship kinship_of(const std::vector<TransformCall>& calls, std::size_t from, std::size_t to) {
  if (from == to) {
    return Kinship::same;
  }
  if (calls[from].caller == to) {
    return Kinship::parent;
  }
  return calls[from].caller == calls[to].caller ? Kinship::sibling : Kinship::distant;
}

/// How many different data are accessed behind one place of the trace, up to another.
std::uint64_t distinct(const Recording& recording, std::size_t behind, std::size_t up_to) {
  std::set<Datum> data;
  for (std::size_t i = behind + 1; i <= up_to; ++i) {
    data.insert(recording.entries[i].datum);
  }
  return data.size();
}

}  // namespace

std::string_view to_string(Kinship kinship) {
  constexpr std::array<std::string_view, 4> k_names{"same call", "sibling", "child to parent",
                                                    "distant"};
  return k_names[static_cast<std::size_t>(kinship)];
}

RootReuses root_reuses(std::uint64_t n, std::uint64_t root) {
  Recording recording = record_transform(n);
  Datum first_root = ~Datum{0};
  for (const Recording::Entry& entry : recording.entries) {
    first_root = entry.is_root ? std::min(first_root, entry.datum) : first_root;
  }
  RootReuses result;
  std::optional<std::size_t> last;
  for (std::size_t i = 0; i < recording.entries.size(); ++i) {
    const Recording::Entry& entry = recording.entries[i];
    if (!entry.is_root) {
      continue;
    }
    const std::uint64_t index = entry.datum - first_root;
    std::vector<std::uint64_t>& roots = recording.calls[entry.call].roots;
    if (std::find(roots.begin(), roots.end(), index) == roots.end()) {
      roots.push_back(index);
    }
    if (index != root) {
      continue;
    }
    if (last) {
      const std::size_t from = recording.entries[*last].call;
      result.reuses.push_back({from, entry.call, kinship_of(recording.calls, from, entry.call),
                               distinct(recording, *last, i)});
    }
    last = i;
  }
  result.calls = std::move(recording.calls);
  return result;
}

}  // namespace dmc
