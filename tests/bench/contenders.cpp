#include "contenders.hpp"

#include <algorithm>
#include <memory>
#include <thread>

#include <fmt/format.h>

#include "dmc/engine/address_engine.hpp"
#include "dmc/engine/parallel_engine.hpp"

#include "fenwick_engines.hpp"
#include "library_engine.hpp"
#include "splay_engine.hpp"

namespace dmc::bench {
namespace {

template <class Item, class Visit>
void in_batches(std::span<const Item> items, Visit visit) {
  while (!items.empty()) {
    const auto batch = items.first(std::min(items.size(), k_batch));
    visit(batch);
    items = items.subspan(batch.size());
  }
}

template <class E>
Engine engine_of_data(std::shared_ptr<E> engine) {
  return {[engine](const TracePart& part) {
            in_batches(part.data, [&](std::span<const Datum> batch) { engine->access(batch); });
          },
          [engine] { return engine->histogram(); }};
}

template <class E>
Contender peer(std::string name, Pace pace) {
  return {std::move(name), pace, false,
          [](std::uint64_t expected) { return engine_of_data(std::make_shared<E>(expected)); }};
}

Contender ours(std::string name, InstructionSet instructions) {
  return {std::move(name), Pace::whole, false, [instructions](std::uint64_t expected) {
            return engine_of_data(std::make_shared<LruEngine>(
                EngineOptions{.expected_data = expected, .instructions = instructions}));
          }};
}

// Takes the trace as a whole, for it is cut where threads need it.
Contender ours_on_threads(unsigned threads) {
  return {fmt::format("dmc_{}_threads", threads), Pace::whole, false,
          [threads](std::uint64_t expected) {
            const auto engine =
                std::make_shared<ParallelEngine>(EngineOptions{.expected_data = expected}, threads);
            return Engine{[engine](const TracePart& part) {
                            engine->access(part.data);
                            engine->finish();
                          },
                          [engine] { return engine->histogram(); }};
          }};
}

// How many data a trace of addresses has is not known beforehand.
Contender ours_by_address(std::string name, AddressTable table) {
  return {std::move(name), Pace::whole, true, [table](std::uint64_t) {
            const auto engine =
                std::make_shared<AddressEngine>(EngineOptions{}, AddressMapOptions{.table = table});
            return Engine{[engine](const TracePart& part) {
                            in_batches(part.addresses, [&](std::span<const std::uint64_t> batch) {
                              engine->access(batch);
                            });
                          },
                          [engine] { return engine->engine().histogram(); }};
          }};
}

}  // namespace

std::vector<Contender> compared_engines() {
  std::vector<Contender> engines{
      ours("dmc", EngineOptions{}.instructions),
      ours_on_threads(std::max(2U, std::thread::hardware_concurrency())),
      ours_by_address("dmc_shadow_pages", AddressTable::shadow),
      ours_by_address("dmc_hash_table", AddressTable::hash),
      peer<FenwickEngine<PlainFenwick>>(std::string(k_fenwick), Pace::whole),
      peer<FenwickEngine<TunedFenwick>>("fenwick_tuned", Pace::whole),
      peer<SplayEngine>(std::string(k_splay), Pace::parts),
  };
#ifdef DMC_BENCH_LIBRARY_ENGINE
  engines.push_back(peer<LibraryEngine>("library_tree", Pace::parts));
#endif
  return engines;
}

std::vector<Contender> instruction_set_engines() {
  std::vector<Contender> engines;
  for (const InstructionSet set : supported_instruction_sets()) {
    engines.push_back(ours("dmc_" + std::string(to_string(set)), set));
  }
  engines.push_back(peer<FenwickEngine<PlainFenwick>>(std::string(k_fenwick), Pace::whole));
  return engines;
}

std::vector<Contender> thread_engines() {
  std::vector<Contender> engines{ours("dmc", EngineOptions{}.instructions)};
  const unsigned most = std::max(2U, std::thread::hardware_concurrency());
  for (unsigned threads = 2; threads < most; threads *= 2) {
    engines.push_back(ours_on_threads(threads));
  }
  engines.push_back(ours_on_threads(most));
  return engines;
}

std::vector<Contender> growing_engines() {
  return {ours("dmc", EngineOptions{}.instructions),
          peer<FenwickEngine<PlainFenwick>>(std::string(k_fenwick), Pace::whole)};
}

}  // namespace dmc::bench
