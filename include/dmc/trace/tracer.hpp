#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "dmc/trace/batch.hpp"
#include "dmc/trace/block_map.hpp"
#include "dmc/trace/model.hpp"
#include "dmc/util/checked.hpp"

namespace dmc {

class Tracer;

/// What the ids in a batch stand for. Complete only when the traced program has ended.
///
/// The same array has an id of its own in every stage of the program (Tracer::phase), so that its
/// accesses can be told apart by stage at no cost to who counts them by array. Its first id is the
/// one outside of all stages.
struct TraceNames {
  std::vector<std::string> arrays;  ///< by ArrayId; where there are stages, several alike
  std::vector<LabelId> stages;      ///< by ArrayId: the label of the stage; 0 is outside of all
  std::vector<std::string> labels;  ///< label 0 is the whole program
};

/// A named scope, looked up once by Tracer::label so that entering it in an inner loop costs
/// nothing.
struct Label {
  LabelId id;
};

/// A contiguous range of data that belongs to one array.
struct DataRange {
  Access first{};          ///< a read of its first datum
  std::uint64_t size = 0;  ///< in elements
  std::uint32_t step = 1;  ///< 0 where the array is omitted: its accesses do not advance the trace
  bool recycled = false;   ///< goes back to the tracer when the array ends
};

/// An array whose every element access is recorded. It owns its values; a temporary gives its data
/// back to the tracer at the end of its life, so that C++ scopes are the scopes of the model (where
/// several end together, the last created returns first). Elements are read and written in separate
/// statements: C++ leaves the order of operands open, and the order of accesses is what is being
/// measured.
template <class T>
class Traced {
 public:
  Traced() = default;
  Traced(Tracer& tracer, DataRange range, std::vector<T> values, std::uint64_t columns)
      : tracer_(&tracer), range_(range), columns_(columns), values_(std::move(values)) {}
  ~Traced() { release(); }
  Traced(Traced&& other) noexcept { swap(other); }
  Traced& operator=(Traced&& other) noexcept {
    release();
    swap(other);
    return *this;
  }
  Traced(const Traced&) = delete;
  Traced& operator=(const Traced&) = delete;

  /// One read access to element i (row i, column j).
  [[nodiscard]] T read(std::uint64_t i) const;
  [[nodiscard]] T read(std::uint64_t i, std::uint64_t j) const { return read(i * columns_ + j); }

  /// One write access.
  void write(std::uint64_t i, T value);
  void write(std::uint64_t i, std::uint64_t j, T value) { write(i * columns_ + j, value); }

  /// The same data, counted from now on under another array's name. Omission follows the data.
  [[nodiscard]] Traced as(ArrayId array) &&;

  [[nodiscard]] std::uint64_t size() const { return range_.size; }
  [[nodiscard]] std::uint64_t columns() const { return columns_; }

  /// The values, without any access: for filling inputs and taking results out.
  [[nodiscard]] const std::vector<T>& values() const { return values_; }
  [[nodiscard]] std::vector<T>& values() { return values_; }

 private:
  void release() noexcept;
  void swap(Traced& other) noexcept {
    std::swap(tracer_, other.tracer_);
    std::swap(range_, other.range_);
    std::swap(columns_, other.columns_);
    std::swap(values_, other.values_);
  }

  Tracer* tracer_ = nullptr;
  DataRange range_;
  std::uint64_t columns_ = 1;
  std::vector<T> values_;
};

/// A loop as a scope: `for (auto i : tracer.loop("i", n))`. A reuse between two of its iterations
/// is carried by "i"; one between two scopes inside the same iteration, by "within i".
class Loop {
 public:
  class Iterator {
   public:
    Iterator(Loop& loop, std::uint64_t i) : loop_(&loop), i_(i) {}
    std::uint64_t operator*() const { return i_; }
    Iterator& operator++();
    bool operator!=(const Iterator& end) const { return i_ < end.i_; }

   private:
    Loop* loop_;
    std::uint64_t i_;
  };

  Loop(Tracer& tracer, Label label, std::uint64_t first, std::uint64_t last, std::uint64_t step);
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  Iterator begin() { return {*this, first_}; }
  Iterator end() { return {*this, last_}; }

 private:
  Tracer& tracer_;
  std::uint64_t first_;
  std::uint64_t last_;
  std::uint64_t step_;
};

/// A call or a phase as a scope, from its creation to the end of its life.
class Block {
 public:
  enum class Kind : std::uint8_t { call, stage };

  Block(Tracer& tracer, Label label, Kind kind = Kind::call);
  ~Block();
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;

 private:
  Tracer& tracer_;
  Kind kind_;
};

/// Records the accesses of a program that is written against it and hands them on in batches.
///
///     dmc::Tracer tracer(model, sink);
///     auto a = tracer.array<double>("a", n);
///     for (auto i : tracer.loop("i", n)) { sum += a.read(i); }
///     tracer.finish();
///
/// Every array starts on a block boundary; with Model::block > 1 the batches carry blocks in place
/// of elements. Throws dmc::Error where the program's arrays need more than 2^32 data, and for a
/// block of no or more than 2^32 - 1 elements. Arrays and scopes must not outlive the tracer.
class Tracer {
 public:
  enum class Attribution : std::uint8_t { off, on };

  Tracer(const Model& model, Sink sink, Attribution attribution = Attribution::on);

  /// An input, a weight or a result: its data are its own for ever.
  template <class T>
  [[nodiscard]] Traced<T> array(std::string_view name, std::uint64_t size) {
    return {*this, allocate(name_array(name), size, false), std::vector<T>(size), 1};
  }
  template <class T>
  [[nodiscard]] Traced<T> matrix(std::string_view name, std::uint64_t rows, std::uint64_t columns) {
    const std::uint64_t size = checked_mul(rows, columns);
    return {*this, allocate(name_array(name), size, false), std::vector<T>(size), columns};
  }

  /// A temporary: under Temporaries::reuse its data serve again once its life has ended.
  template <class T>
  [[nodiscard]] Traced<T> temporary(ArrayId name, std::uint64_t size, std::uint64_t columns = 1) {
    return {*this, allocate(name, size, true), std::vector<T>(size), columns};
  }
  template <class T>
  [[nodiscard]] Traced<T> temporary(std::string_view name, std::uint64_t rows,
                                    std::uint64_t columns) {
    return temporary<T>(name_array(name), checked_mul(rows, columns), columns);
  }

  /// The id of an array's name; the same name gives the same id.
  [[nodiscard]] ArrayId name_array(std::string_view name);

  /// The label of a loop, call or phase; with a size it reads "fft n=16".
  [[nodiscard]] Label label(std::string_view name);
  [[nodiscard]] Label label(std::string_view name, std::string_view parameter, std::uint64_t value);

  [[nodiscard]] Loop loop(Label label, std::uint64_t count) { return {*this, label, 0, count, 1}; }
  [[nodiscard]] Loop loop(std::string_view name, std::uint64_t count) {
    return loop(label(name), count);
  }
  [[nodiscard]] Loop loop(std::string_view name, std::uint64_t first, std::uint64_t last,
                          std::uint64_t step) {
    return {*this, label(name), first, last, step};
  }
  [[nodiscard]] Block call(Label label) { return {*this, label}; }
  /// A phase outside of all other phases is a stage: accesses are counted by the stage that they
  /// are made in, whatever it calls. A phase inside another one is a scope and no more.
  [[nodiscard]] Block phase(std::string_view name) {
    return {*this, label(name), stage_ == 0 ? Block::Kind::stage : Block::Kind::call};
  }

  /// Hands on what is still held back. Call it once, at the end.
  void finish() { flush(); }

  [[nodiscard]] const TraceNames& names() const { return names_; }
  [[nodiscard]] const Model& model() const { return model_; }
  [[nodiscard]] bool attributes() const { return attribution_ == Attribution::on; }

  // For programs that make many accesses at once and need no values.

  /// A range of data as an array has it.
  [[nodiscard]] DataRange range(std::string_view name, std::uint64_t size) {
    return allocate(name_array(name), size, false);
  }
  /// Where the next `count` accesses are to be written, at most a batch's capacity; filled() says
  /// how many were. Accesses to omitted arrays are left out by who writes them.
  [[nodiscard]] Access* room(std::size_t count) {
    if (static_cast<std::size_t>(end_ - cursor_) < count) {
      flush();
    }
    return cursor_;
  }
  /// How many accesses may be written where room() pointed to.
  [[nodiscard]] std::size_t room_left() const { return static_cast<std::size_t>(end_ - cursor_); }
  void filled(std::size_t count) {
    cursor_ += count;
    if (cursor_ == end_) [[unlikely]] {
      flush();
    }
  }

  /// Accesses recorded so far, those of omitted arrays left out.
  [[nodiscard]] std::uint64_t accesses() const {
    return flushed_ + static_cast<std::uint64_t>(cursor_ - batch_.storage.data());
  }

  // What follows serves Traced, Loop and Block.
  void record(Access access, std::uint32_t step) {
    *cursor_ = access;  // an omitted array's access is overwritten by the next one
    cursor_ += step;
    if (cursor_ == end_) [[unlikely]] {
      flush();
    }
  }
  void scope_event(ScopeEvent::Kind kind, LabelId label = 0) {
    if (attribution_ == Attribution::on) {
      add_event(kind, label);
    }
  }
  /// Leaves a scope. It hands on nothing, as a sink may throw and destructors must not.
  void leave(ScopeEvent::Kind kind) noexcept {
    if (attribution_ == Attribution::on) {
      leave_event(kind);
    }
  }
  void release(const DataRange& range) noexcept;
  void enter_stage(LabelId stage);

 private:
  [[nodiscard]] ArrayId add_array(std::string_view name, LabelId stage);
  void assign_stages();
  void assign_stage(std::span<Access> accesses, LabelId stage);
  [[nodiscard]] DataRange allocate(ArrayId array, std::uint64_t size, bool temporary);
  void add_event(ScopeEvent::Kind kind, LabelId label);
  void leave_event(ScopeEvent::Kind kind) noexcept;
  void flush();

  Model model_;
  BlockMap blocks_;
  Sink sink_;
  Attribution attribution_;
  Batch batch_;
  Access* cursor_;
  Access* end_;
  std::uint64_t flushed_ = 0;
  TraceNames names_;
  std::vector<bool> omitted_;  // by ArrayId
  LabelId stage_ = 0;          // that accesses are made in now; 0: none
  struct StageEnd {
    std::size_t position;  // in the batch
    LabelId stage;
  };
  std::vector<StageEnd> stage_ends_;                   // of the batch, by position
  std::map<LabelId, std::vector<ArrayId>> stage_ids_;  // by an array's first id
  std::map<std::string, LabelId, std::less<>> label_ids_;
  std::unordered_map<std::uint64_t, std::vector<Datum>> returned_;  // by size, last in first out
};

template <class T>
T Traced<T>::read(std::uint64_t i) const {
  tracer_->record(range_.first.advanced(i), range_.step);
  return values_[i];
}

template <class T>
void Traced<T>::write(std::uint64_t i, T value) {
  tracer_->record(range_.first.advanced(i).as_write(), range_.step);
  values_[i] = value;
}

template <class T>
Traced<T> Traced<T>::as(ArrayId array) && {
  range_.first = Access(range_.first.datum(), array, false);
  return std::move(*this);
}

template <class T>
void Traced<T>::release() noexcept {
  if (tracer_ != nullptr && range_.recycled) {
    tracer_->release(range_);
  }
  tracer_ = nullptr;
}

inline Loop::Loop(Tracer& tracer, Label label, std::uint64_t first, std::uint64_t last,
                  std::uint64_t step)
    : tracer_(tracer), first_(first), last_(last), step_(step) {
  tracer_.scope_event(ScopeEvent::Kind::enter_loop, label.id);
}

inline Loop::~Loop() {
  tracer_.leave(ScopeEvent::Kind::leave_loop);
}

inline Loop::Iterator& Loop::Iterator::operator++() {
  i_ += loop_->step_;
  loop_->tracer_.scope_event(ScopeEvent::Kind::iterate);
  return *this;
}

inline Block::Block(Tracer& tracer, Label label, Kind kind) : tracer_(tracer), kind_(kind) {
  tracer_.scope_event(ScopeEvent::Kind::enter_block, label.id);
  if (kind_ == Kind::stage) {
    tracer_.enter_stage(label.id);
  }
}

inline Block::~Block() {
  if (kind_ == Kind::stage) {
    tracer_.enter_stage(0);
  }
  tracer_.leave(ScopeEvent::Kind::leave_block);
}

}  // namespace dmc
