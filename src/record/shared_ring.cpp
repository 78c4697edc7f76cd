#include "shared_ring.hpp"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <ctime>

#include <fmt/format.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "dmc/util/error.hpp"

namespace dmc::record {
namespace {

[[noreturn]] void fail(const char* doing) {
  throw Error(fmt::format("cannot {} the memory to share with the program: {}", doing,
                          std::strerror(errno)));
}

template <class Word>
std::atomic_ref<Word> shared(Word& word) {
  return std::atomic_ref<Word>(word);
}

constexpr unsigned k_freed_at_once = 256;
constexpr std::uint32_t k_entry_bytes = sizeof(dmc_entry);

bool is_empty(const dmc_entry& entry) {
  return entry.what == 0;
}

bool has_more(const dmc_entry& entry) {
  const auto op = entry.what >> 56;
  return op == DMC_ENTER || op == DMC_ALLOC || op == DMC_STACK;
}

}  // namespace

SharedRing::SharedRing() {
  file_ = ::memfd_create("dmc-record", MFD_CLOEXEC);
  if (file_ < 0 || ::ftruncate(file_, DMC_RING_BYTES) != 0) {
    fail("make");
  }
  void* const memory =
      ::mmap(nullptr, DMC_RING_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, file_, 0);
  if (memory == MAP_FAILED) {
    fail("map");
  }
  ring_ = static_cast<dmc_ring*>(memory);
  for (std::uint32_t i = 0; i < DMC_SLOTS; ++i) {
    ring_->next_free[i] = i + 1 == DMC_SLOTS ? DMC_NO_SLOT : i + 1;
  }
  ring_->reader = static_cast<std::uint32_t>(::getpid());
  ring_->magic = DMC_RING_MAGIC;
}

SharedRing::~SharedRing() {
  shared(ring_->closed).store(1);
  ::munmap(ring_, DMC_RING_BYTES);
  ::close(file_);
}

std::string SharedRing::path() const {
  return fmt::format("/proc/{}/fd/{}", ::getpid(), file_);
}

dmc_slot& SharedRing::slot(std::uint32_t index) const {
  auto* const bytes = reinterpret_cast<char*>(ring_);
  return *reinterpret_cast<dmc_slot*>(bytes + DMC_RING_HEAD_BYTES +
                                      std::size_t{index} * DMC_SLOT_BYTES);
}

FilledSlot SharedRing::contents(std::uint32_t index, std::uint32_t end) const {
  dmc_slot& filled = slot(index);
  const std::uint32_t begin = std::clamp(filled.begin, DMC_SLOT_BEGIN, DMC_SLOT_BYTES);
  const std::uint32_t stop = std::clamp(end, begin, DMC_SLOT_BYTES);
  auto* const first = reinterpret_cast<dmc_entry*>(reinterpret_cast<char*>(&filled) + begin);
  return {filled.thread, filled.process, {first, (stop - begin) / sizeof(dmc_entry)}};
}

// A place that was given to an access, but is not written, belongs to one that a signal
// interrupted: it comes later, and the slot cannot serve anybody else until then. The last places
// of a full slot may have found no entry that fits.
bool SharedRing::is_whole(std::uint32_t index) const {
  const std::uint32_t end = slot(index).end;
  if (end == DMC_SLOT_BYTES) {
    return true;
  }
  const FilledSlot used = contents(index, std::min(end, DMC_SLOT_LAST + k_entry_bytes));
  if (std::any_of(used.entries.begin(), used.entries.end(), is_empty)) {
    return false;
  }
  const dmc_entry* const last = used.entries.data() + used.entries.size();
  return end != DMC_SLOT_FULL || !has_more(last[-1]) || !is_empty(*last);
}

void SharedRing::give_back() {
  if (!held_) {
    return;
  }
  const std::uint32_t index = *held_;
  held_.reset();
  const bool whole = is_whole(index);
  for (dmc_entry& entry : contents(index, slot(index).end).entries) {
    if (!is_empty(entry)) {
      entry = {};
    }
  }
  if (!whole) {
    quarantined_.push_back(index);
    return;
  }
  shared(slot(index).state).store(DMC_SLOT_FREE, std::memory_order_release);
  auto head = shared(ring_->free_head);
  std::uint64_t before = head.load();
  do {
    ring_->next_free[index] = static_cast<std::uint32_t>(before);
  } while (!head.compare_exchange_weak(before, (((before >> 32) + 1) << 32) | index));
  if (++freed_ >= k_freed_at_once) {
    wake_waiting();
  }
}

// A program that waits for room is better off with much of it at once than with a slot at a time.
void SharedRing::wake_waiting() {
  freed_ = 0;
  if (shared(ring_->waiting).load() != 0) {
    shared(ring_->freed).fetch_add(1);
    ::syscall(SYS_futex, &ring_->freed, FUTEX_WAKE, 1 << 30, nullptr, nullptr, 0);
  }
}

void SharedRing::sleep(std::chrono::milliseconds patience) {
  const std::uint32_t news = shared(ring_->news).load();
  shared(ring_->sleeping).store(1);
  if (shared(ring_->queue[read_ % DMC_QUEUE]).load() == 0) {
    const auto nanoseconds = std::chrono::nanoseconds(patience).count();
    const timespec time{nanoseconds / 1'000'000'000, nanoseconds % 1'000'000'000};
    ::syscall(SYS_futex, &ring_->news, FUTEX_WAIT, news, &time, nullptr, 0);
  }
  shared(ring_->sleeping).store(0);
}

std::optional<FilledSlot> SharedRing::next(std::chrono::milliseconds patience) {
  give_back();
  auto place = shared(ring_->queue[read_ % DMC_QUEUE]);
  if (place.load(std::memory_order_acquire) == 0) {
    wake_waiting();
    sleep(patience);
  }
  const std::uint32_t found = place.exchange(0);
  if (found == 0 || found > DMC_SLOTS) {
    return std::nullopt;
  }
  ++read_;
  held_ = found - 1;
  return contents(*held_, slot(*held_).end);
}

void SharedRing::find_left_behind() {
  left_behind_.emplace();
  for (std::uint32_t i = 0; i < DMC_SLOTS; ++i) {
    const bool is_quarantined =
        std::find(quarantined_.begin(), quarantined_.end(), i) != quarantined_.end();
    if (shared(slot(i).state).load() != DMC_SLOT_FREE || is_quarantined) {
      left_behind_->push_back(i);
    }
  }
  // The first is taken from the end.
  std::stable_sort(left_behind_->begin(), left_behind_->end(),
                   [&](std::uint32_t a, std::uint32_t b) { return slot(a).taken > slot(b).taken; });
}

std::optional<FilledSlot> SharedRing::next_left_behind() {
  give_back();
  if (!left_behind_) {
    find_left_behind();
  }
  if (left_behind_->empty()) {
    return std::nullopt;
  }
  const std::uint32_t index = left_behind_->back();
  left_behind_->pop_back();
  return contents(index, DMC_SLOT_BYTES);
}

std::uint32_t SharedRing::processes() const {
  return shared(ring_->processes).load();
}

std::uint64_t SharedRing::lost() const {
  return shared(ring_->lost).load();
}

}  // namespace dmc::record
