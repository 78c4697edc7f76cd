#include "decoder.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "source_text.hpp"

namespace dmc::record {
namespace {

constexpr std::uint64_t k_address = 0x00ff'ffff'ffff'ffff;
constexpr std::uint64_t k_place = 0x0000'ffff'ffff'ffff;
constexpr unsigned k_process_shift = 48;
constexpr std::size_t k_most_events = 65536;
// Further apart two stack pointers are of different stacks.
constexpr std::uint64_t k_one_stack = std::uint64_t{1} << 24;

dmc_op op_of(const dmc_entry& entry) {
  return static_cast<dmc_op>(entry.what >> 56);
}

// The call instruction rather than what comes after it.
std::uint64_t before(std::uint64_t place) {
  return place == 0 ? 0 : place - 1;
}

}  // namespace

Decoder::Decoder(DecoderOptions options, Names& names, Sink sink)
    : options_(std::move(options)),
      names_(names),
      sink_(std::move(sink)),
      sites_(k_sites),
      other_memory_(names.structure("other memory")) {}

Decoder::Process& Decoder::process(std::uint32_t number) {
  std::unique_ptr<Process>& found = processes_[number];
  if (found == nullptr) {
    found = std::make_unique<Process>();
    found->number = number;
    found->symbols = std::make_shared<Symbols>();
  }
  return *found;
}

void Decoder::choose(const FilledSlot& slot) {
  if (thread_ != nullptr && slot.thread == thread_number_) {
    return;
  }
  flush();
  thread_number_ = slot.thread;
  thread_ = &threads_[slot.thread];
  thread_->process = &process(slot.process);
  decide();
}

void Decoder::take(const FilledSlot& slot) {
  choose(slot);
  for (std::size_t i = 0; i < slot.entries.size();) {
    i = take_entry(slot.entries, i);
  }
}

std::size_t Decoder::take_entry(std::span<const dmc_entry> entries, std::size_t i) {
  const dmc_entry& entry = entries[i];
  switch (op_of(entry)) {
    case DMC_READ:
      access(entry, false);
      return i + 1;
    case DMC_WRITE:
      access(entry, true);
      return i + 1;
    default:
      return take_other(entries, i);
  }
}

std::size_t Decoder::take_other(std::span<const dmc_entry> entries, std::size_t i) {
  const dmc_entry& entry = entries[i];
  const std::uint64_t address = entry.what & k_address;
  const bool has_more = i + 1 < entries.size() && op_of(entries[i + 1]) == DMC_MORE;
  const std::uint64_t more = has_more ? entries[i + 1].what & k_address : 0;
  switch (op_of(entry)) {
    case DMC_ENTER:
      enter(address, entry.where & k_place, more);
      break;
    case DMC_LEAVE:
      leave(address);
      break;
    case DMC_ALLOC:
      allocate(address, more, entry.where & k_place);
      break;
    case DMC_FREE:
      thread_->process->space.remove(address);
      break;
    case DMC_STACK:
      thread_->stack_begin = address;
      thread_->stack_end = more;
      thread_->process->space.add(address, more, names_.structure("another thread's stack"));
      break;
    case DMC_REGIONS:
      has_regions_ = true;
      decide();
      break;
    case DMC_BEGIN:
    case DMC_END:
      thread_->process->in_region = op_of(entry) == DMC_BEGIN;
      decide();
      break;
    case DMC_MODULE:
      return add_module(entries, i);
    default:
      break;
  }
  return i + 1;
}

void Decoder::decide() {
  counts_ =
      (!has_regions_ || thread_->process->in_region) && (options_.from.empty() || open_calls_ != 0);
}

[[gnu::always_inline]] inline Decoder::Site& Decoder::site(std::uint64_t place) {
  const std::uint64_t key = place | (thread_->process->number << k_process_shift);
  Site& found = sites_[(key ^ (key >> 12)) & (k_sites - 1)];
  if (found.key != key) [[unlikely]] {
    found = {.key = key, .line = line_of(place)};
  }
  return found;
}

void Decoder::find_block(Site& site, std::uint64_t address) {
  const Block* const block = thread_->process->space.find(address);
  if (block == nullptr) {
    site.block = nullptr;
    site.length = 0;
    site.pair = names_.pair(other_memory_, site.line);
    return;
  }
  site.block = block;
  site.begin = block->begin;
  site.length = block->end - block->begin;
  site.serial = block->serial;
  site.pair = names_.pair(block->structure, site.line);
}

// A variable belongs to the innermost call whose stack reaches as far down as it.
ArrayId Decoder::stack_pair(Site& site, std::uint64_t address) {
  const std::vector<Call>& calls = thread_->calls;
  LabelId function = 0;
  for (auto call = calls.rbegin(); call != calls.rend(); ++call) {
    function = call->function;
    if (std::next(call) == calls.rend() || address < std::next(call)->stack) {
      break;
    }
  }
  if (function != site.stack_function) {
    const std::string name =
        function == 0 ? "stack" : "stack of " + names_.names().labels[function];
    site.stack_function = function;
    site.stack_pair = names_.pair(names_.structure(name), site.line);
  }
  return site.stack_pair;
}

[[gnu::always_inline]] inline void Decoder::add_granules(std::uint64_t address, std::uint64_t size,
                                                         ArrayId pair, bool is_write) {
  const std::uint64_t last = (address + std::max<std::uint64_t>(size, 1) - 1) >> options_.shift;
  const std::uint64_t process = thread_->process->number << k_process_shift;
  for (std::uint64_t granule = address >> options_.shift; granule <= last; ++granule) {
    if (options_.skip != 0) {
      --options_.skip;
      continue;
    }
    granules_[batch_.count] = granule ^ process;
    batch_.storage[batch_.count] = Access(0, pair, is_write);
    if (++batch_.count == Batch::k_capacity) {
      flush();
    }
  }
}

void Decoder::access(const dmc_entry& entry, bool is_write) {
  if (!counts_) {
    return;
  }
  const std::uint64_t address = entry.what & k_address;
  Site& at = site(entry.where & k_place);
  ArrayId pair = 0;
  if (address - thread_->stack_begin < thread_->stack_end - thread_->stack_begin) {
    pair = stack_pair(at, address);
  } else {
    if (!(address - at.begin < at.length && at.block->serial == at.serial)) [[unlikely]] {
      find_block(at, address);
    }
    pair = at.pair;
  }
  add_granules(address, entry.where >> 48, pair, is_write);
}

void Decoder::flush() {
  if (batch_.count == 0 && batch_.events.empty()) {
    return;
  }
  AddressMap& map = maps_[options_.threads_apart ? thread_number_ : 0];
  map.translate(std::span(granules_).first(batch_.count), data_);
  for (std::size_t i = 0; i < batch_.count; ++i) {
    const Access access = batch_.storage[i];
    batch_.storage[i] = Access(data_[i], access.array(), access.is_write());
  }
  batch_.data_end = map.data();
  batch_.array_end = names_.arrays();
  batch_.label_end = names_.labels();
  sink_(batch_, thread_number_);
  batch_.count = 0;
  batch_.events.clear();
}

void Decoder::event(ScopeEvent::Kind kind, LabelId label) {
  batch_.events.push_back({static_cast<std::uint32_t>(batch_.count), label, kind});
  if (batch_.events.size() == k_most_events) {
    flush();
  }
}

void Decoder::pop_call() {
  open_calls_ -= thread_->calls.back().counts ? 1U : 0U;
  thread_->calls.pop_back();
  event(ScopeEvent::Kind::leave_block, 0);
}

// Calls that something has jumped out of, by longjmp or an exception, are over when their part of
// the stack is used anew.
void Decoder::enter(std::uint64_t stack, std::uint64_t place, std::uint64_t caller) {
  std::vector<Call>& calls = thread_->calls;
  while (!calls.empty() && calls.back().stack <= stack &&
         stack - calls.back().stack < k_one_stack) {
    pop_call();
  }
  const LabelId function = function_of(place);
  const bool counts = !options_.from.empty() && names_.names().labels[function] == options_.from;
  calls.push_back({stack, caller, function, counts});
  event(ScopeEvent::Kind::enter_block, function);
  if (counts) {
    ++open_calls_;
    saw_from_ = true;
  }
  if (!options_.from.empty()) {
    decide();
  }
}

void Decoder::leave(std::uint64_t stack) {
  std::vector<Call>& calls = thread_->calls;
  // The call that returns has this stack pointer, give or take what it has pushed.
  while (calls.size() > 1 && calls.back().stack < stack && calls[calls.size() - 2].stack <= stack &&
         stack - calls.back().stack < k_one_stack) {
    pop_call();
  }
  if (!calls.empty()) {
    pop_call();
  }
  if (!options_.from.empty()) {
    decide();
  }
}

LabelId Decoder::line_of(std::uint64_t place) {
  const std::uint64_t key = place | (thread_->process->number << k_process_shift);
  const auto [found, is_new] = lines_.try_emplace(key, LabelId{0});
  if (is_new) {
    const SourcePlace source = thread_->process->symbols->place(before(place));
    const std::string& function = source.function.empty() ? "unknown place" : source.function;
    found->second = names_.label(source.file.empty() || source.line == 0
                                     ? function
                                     : fmt::format("{}:{}", source.file, source.line));
  }
  return found->second;
}

LabelId Decoder::function_of(std::uint64_t place) {
  Process& here = *thread_->process;
  const auto [found, is_new] = here.functions.try_emplace(place, LabelId{0});
  if (is_new) {
    const std::string name = here.symbols->function(before(place));
    found->second = names_.label(name.empty() ? "unknown function" : name);
  }
  return found->second;
}

// The innermost line of the user's own that led to it: a library may have asked on its behalf.
std::string Decoder::heap_name(std::uint64_t place) {
  const Process& here = *thread_->process;
  SourcePlace source = here.symbols->place(before(place));
  auto call = thread_->calls.rbegin();
  while (source.of_system && call != thread_->calls.rend()) {
    source = here.symbols->place(before((call++)->caller));
  }
  if (source.of_system) {
    return "heap";
  }
  const std::string line =
      fmt::format("{}:{}", source.file.substr(source.file.rfind('/') + 1), source.line);
  const std::string variable = assigned_variable(source.file, source.line);
  return variable.empty() ? line : fmt::format("{} ({})", variable, line);
}

void Decoder::allocate(std::uint64_t address, std::uint64_t size, std::uint64_t place) {
  // One line of a library serves many of the user's.
  const std::uint64_t caller = thread_->calls.empty() ? 0 : thread_->calls.back().caller;
  const std::uint64_t key = (place * 31 + caller) ^ (thread_->process->number << k_process_shift);
  auto [found, is_new] = heap_names_.try_emplace(key);
  if (is_new) {
    found->second = heap_name(place);
  }
  HeapUse& use = heap_[found->second];
  ++use.blocks;
  use.bytes += size;
  thread_->process->space.add(address, address + size, names_.structure(found->second));
}

std::size_t Decoder::add_module(std::span<const dmc_entry> entries, std::size_t i) {
  const std::uint64_t bias = entries[i].what & k_address;
  std::string path;
  for (++i; i < entries.size(); ++i) {
    const dmc_op op = op_of(entries[i]);
    if (op == DMC_MORE) {
      continue;
    }
    if (op != DMC_TEXT && op != DMC_TEXT_END) {
      break;
    }
    for (unsigned k = 0; k < 7; ++k) {
      path.push_back(static_cast<char>(entries[i].what >> (8 * k)));
    }
    for (unsigned k = 0; k < 8; ++k) {
      path.push_back(static_cast<char>(entries[i].where >> (8 * k)));
    }
    if (op == DMC_TEXT_END) {
      ++i;
      break;
    }
  }
  path.resize(std::min(path.find('\0'), path.size()));
  load_module(*thread_->process, path, bias);
  return i;
}

// A forked process has what its parent had, where its parent had it.
void Decoder::load_module(Process& into, const std::string& path, std::uint64_t bias) {
  const std::string key = fmt::format("{}@{:x}", path, bias);
  if (into.program.empty()) {
    into.program = key;
    for (const auto& [number, other] : processes_) {
      if (number < into.number && other->program == key) {
        into.space = AddressSpace(&other->space);
        into.symbols = other->symbols;
      }
    }
  }
  std::shared_ptr<Symbols>& known = known_[into.program + ' ' + key];
  if (known != nullptr) {
    return;
  }
  known = into.symbols;
  into.symbols->add_module(path, bias);
  if (!is_system_path(path)) {
    for (const GlobalObject& object : into.symbols->globals()) {
      into.space.add(object.begin, object.end, names_.structure(object.name));
    }
  }
}

}  // namespace dmc::record
