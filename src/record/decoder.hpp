#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "dmc/engine/address_map.hpp"
#include "dmc/trace/batch.hpp"

#include "address_space.hpp"
#include "names.hpp"
#include "shared_ring.hpp"
#include "symbols.hpp"

namespace dmc::record {

/// What of a recording counts.
struct DecoderOptions {
  unsigned shift = 3;          ///< a datum has 2^shift bytes
  std::string from = {};       ///< only during calls of this function; empty: always
  std::uint64_t skip = 0;      ///< accesses to leave out before the first that counts
  bool threads_apart = false;  ///< data are numbered for each thread by itself
};

/// Blocks of the heap that one line asked for.
struct HeapUse {
  std::uint64_t blocks = 0;
  std::uint64_t bytes = 0;
};

/// Turns what programs wrote into their slots into batches whose arrays are pairs of a structure
/// and a line, with calls as scopes.
class Decoder {
 public:
  using Sink = std::function<void(Batch& batch, std::uint32_t thread)>;

  Decoder(DecoderOptions options, Names& names, Sink sink);

  void take(const FilledSlot& slot);
  /// Hands on what is held back.
  void finish() { flush(); }

  [[nodiscard]] bool has_regions() const { return has_regions_; }
  [[nodiscard]] bool saw_from() const { return saw_from_; }
  [[nodiscard]] const std::map<std::string, HeapUse>& heap() const { return heap_; }

 private:
  // A call that has not returned.
  struct Call {
    std::uint64_t stack;   // the stack pointer in it
    std::uint64_t caller;  // where it came from
    LabelId function;
    bool counts;  // it is of the function of --from
  };
  struct Process;
  struct Thread {
    Process* process = nullptr;
    std::uint64_t stack_begin = 0;
    std::uint64_t stack_end = 0;
    std::vector<Call> calls;
  };
  struct Process {
    std::uint64_t number = 0;
    std::string program;
    std::shared_ptr<Symbols> symbols;
    AddressSpace space;
    std::unordered_map<std::uint64_t, LabelId> functions;  // by address
    bool in_region = false;
  };
  // An instruction that accesses memory, with the block that it went to last.
  struct Site {
    std::uint64_t key = 0;
    std::uint64_t begin = 0;
    std::uint64_t length = 0;
    const Block* block = nullptr;
    std::uint32_t serial = 0;
    LabelId line = 0;
    ArrayId pair = 0;
    LabelId stack_function = 0xffff;
    ArrayId stack_pair = 0;
  };

  void choose(const FilledSlot& slot);
  Process& process(std::uint32_t number);
  std::size_t take_entry(std::span<const dmc_entry> entries, std::size_t i);
  std::size_t take_other(std::span<const dmc_entry> entries, std::size_t i);
  void access(const dmc_entry& entry, bool is_write);
  void add_granules(std::uint64_t address, std::uint64_t size, ArrayId pair, bool is_write);
  void enter(std::uint64_t stack, std::uint64_t place, std::uint64_t caller);
  void leave(std::uint64_t stack);
  void pop_call();
  void allocate(std::uint64_t address, std::uint64_t size, std::uint64_t place);
  std::size_t add_module(std::span<const dmc_entry> entries, std::size_t i);
  void load_module(Process& into, const std::string& path, std::uint64_t bias);
  void decide();
  void flush();
  void event(ScopeEvent::Kind kind, LabelId label);

  [[nodiscard]] Site& site(std::uint64_t place);
  void find_block(Site& site, std::uint64_t address);
  ArrayId stack_pair(Site& site, std::uint64_t address);
  [[nodiscard]] LabelId line_of(std::uint64_t place);
  [[nodiscard]] LabelId function_of(std::uint64_t place);
  [[nodiscard]] std::string heap_name(std::uint64_t place);

  static constexpr std::size_t k_sites = 4096;

  DecoderOptions options_;
  Names& names_;
  Sink sink_;
  std::map<std::uint32_t, std::unique_ptr<Process>> processes_;
  std::map<std::uint32_t, Thread> threads_;
  std::map<std::uint32_t, AddressMap> maps_;
  std::map<std::string, std::shared_ptr<Symbols>> known_;  // by program and where it is loaded
  std::unordered_map<std::uint64_t, LabelId> lines_;
  std::unordered_map<std::uint64_t, std::string> heap_names_;
  std::map<std::string, HeapUse> heap_;
  std::vector<Site> sites_;
  std::uint32_t other_memory_;

  Thread* thread_ = nullptr;
  std::uint32_t thread_number_ = 0;
  std::uint32_t open_calls_ = 0;  // of the function of --from
  bool has_regions_ = false;
  bool saw_from_ = false;
  bool counts_ = true;
  Batch batch_;
  std::array<std::uint64_t, Batch::k_capacity> granules_{};
  std::array<Datum, Batch::k_capacity> data_{};
};

}  // namespace dmc::record
