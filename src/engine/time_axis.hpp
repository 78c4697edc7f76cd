#pragma once

#include <cstddef>
#include <cstdint>

#include "dmc/engine/lru_engine.hpp"
#include "dmc/engine/segment.hpp"

namespace dmc::engine {

/// The time axis of the engine, as the hot code sees it: one bit per time stamp, set while that
/// stamp is some datum's last access, under nodes of exclusive prefix counts.
///
///   level  node covers      holds                               in
///   0      64 stamps        the bits themselves                 a word
///   1      2^11 stamps      set bits before each of its words   32 x 16 bit, one cache line
///   2      2^16 stamps      ... before each level-1 node        32 x 16 bit
///   3      2^20 stamps      ... before each level-2 node        16 x 32 bit
///   4      2^24 stamps      ... before each level-3 node        16 x 32 bit
///   5      the whole axis   ... before each level-4 node        a flat array
///
/// On a short axis, level 2 is one flat node of 64 x 16 bit, and there is nothing above it.
///
/// Counters are valid only left of the write head; those to its right are set when the head enters
/// what they count, and may hold anything until then. The head's own level-1 node keeps none: words
/// there are counted as they are asked for, and its counters are built once, when the head leaves
/// it. So a reuse short enough to stay inside that node costs a few popcounts and no counter.
struct TimeAxis {
  static constexpr std::uint32_t k_node1_bits = 11;
  static constexpr std::uint32_t k_node2_bits = 16;
  static constexpr std::uint32_t k_node3_bits = 20;
  static constexpr std::uint32_t k_node4_bits = 24;
  static constexpr std::uint32_t k_node1 = 1U << k_node1_bits;
  static constexpr std::uint32_t k_words1 = k_node1 / 64;
  static constexpr std::uint32_t k_first_stamp = 64;     ///< 0 is no stamp; its word stays empty
  static constexpr std::uint32_t k_flat_end = 1U << 17;  ///< up to here level 2 is one flat node
  static constexpr std::uint32_t k_flat_live = 0xffff - k_node1;  ///< that its counters can hold

  std::uint64_t* words;
  std::uint16_t* level1;  ///< by word
  std::uint16_t* level2;  ///< by level-1 node
  std::uint32_t* level3;  ///< by level-2 node
  std::uint32_t* level4;  ///< by level-3 node
  std::uint32_t* level5;  ///< by level-4 node
  std::uint32_t head;     ///< the next stamp to be given
  std::uint32_t end;      ///< the axis is full when the head is here
  std::uint32_t live;     ///< set bits on the whole axis: distinct data
  std::uint32_t live2;    ///< set bits in the head's level-2 node
  std::uint32_t live3;    ///< set bits in the head's level-3 node
  std::uint32_t live4;    ///< set bits in the head's level-4 node
};

/// Marks of the open scopes, outermost first: a reuse whose earlier access has a stamp of at least
/// `times[m]`, and less than `times[m + 1]`, is carried by the label of mark m.
struct ScopeMarks {
  std::uint32_t* times;  ///< times[0] is 0, so that every search ends
  std::size_t* rows;     ///< where the label's row of classes begins
  std::size_t depth;
};

/// How many reuses have a distance, for as long as 32 bits can count them (distance_bins.hpp): half
/// the memory that 64 bits would take is what counts where distances are scattered.
using Bin = std::uint32_t;

/// Histograms by (label, array). Bin 0 counts first accesses.
struct Classes {
  // DistanceBins keeps a mark for each chunk of distances: for chunk c, the word c + 1 before bin
  // 0.
  static constexpr std::uint32_t k_chunk_bits = 15;
  static constexpr std::uint64_t k_chunk = std::uint64_t{1} << k_chunk_bits;

  Bin** bins;          ///< by row + array; null until the first reuse of that class
  std::size_t stride;  ///< arrays in a row
  void* owner;
  Bin* (*create)(void* owner, std::size_t index);

  // Reuses from `near_end` on are noted, not counted: (row + array) << 32 | distance. There is
  // always room for as many as are replayed at a time.
  std::uint64_t* noted;
  std::size_t noted_count;
  std::uint32_t near_end;
  Bin uncounted;  ///< is counted up for what is noted
};

/// 64 stamps of the head's level-1 node, held in a register (streams.inc).
struct NearWindow {
  std::uint32_t base = 0xffffff00;  ///< closed: no stamp is within 64 of it
  std::uint32_t live = 0;           ///< live stamps from there to the head
  std::uint64_t bits = 0;           ///< those of the window
  std::uint64_t loaded = 0;         ///< as they were when it was opened
};

/// Level-1 nodes before the head's own (streams.inc), by node modulo their number.
struct KnownNodes {
  static constexpr std::uint32_t k_count = 4;
  static constexpr std::uint32_t k_none = 0xffffffff;
  std::uint32_t first[k_count] = {k_none, k_none, k_none, k_none};  ///< stamp they begin with
  std::uint32_t rank[k_count] = {};                                 ///< live stamps before them
  std::uint32_t taken[k_count] = {};  ///< stamps taken that level 2 and above still count
};

/// Everything the hot code works on.
struct ReplayState {
  TimeAxis axis;
  std::uint32_t* last;  ///< by datum: the stamp of its last access; 0 for none
  Bin* bins;            ///< by distance, where there is no attribution
  ScopeMarks marks;
  Classes classes;
  FirstAccess* firsts;  ///< where first accesses are noted; null: nowhere
  std::size_t first_count;
  NearWindow near_window;
  KnownNodes known;
  std::uint64_t far;     ///< accesses that left the head's level-1 node
  std::uint64_t misses;  ///< accesses that neither near window nor known nodes could serve
};

/// How to go through a trace; the fastest depends on its locality, results do not.
enum class Way : std::uint8_t {
  plain,     ///< the shortest code for each access
  prefetch,  ///< asks for memory ahead: for footprints beyond the caches
  stream,    ///< for accesses that follow the order of earlier ones
};

/// A batch, as plain pointers.
struct AttributedSpan {
  const Access* accesses;
  std::size_t count;
  const ScopeEvent* events;
  std::size_t event_count;
};

/// Where a replay stopped: at the end of its input, or with the axis full.
struct Progress {
  std::size_t accesses;
  std::size_t events;
};

/// The live stamps of an axis, to ask for ranks among them.
struct LiveStamps {
  const std::uint64_t* words;
  const std::uint32_t* before;  ///< by word: the live stamps before it
};

/// The hot code, compiled for one instruction set. Each replays until its input ends or the axis is
/// full, and returns how far it came.
struct ReplayCode {
  std::size_t (*data)(ReplayState& state, const Datum* data, std::size_t count, Way way);
  /// The same, and distances[i] becomes the distance of data[i]; 0 for a first access.
  std::size_t (*telling)(ReplayState& state, const Datum* data, std::size_t count, Way way,
                         std::uint32_t* distances);
  std::size_t (*accesses)(ReplayState& state, const Access* accesses, std::size_t count, Way way);
  std::size_t (*firsts)(ReplayState& state, const FirstAccess* firsts, std::size_t count, Way way);
  /// From `from` on; positions of events count from the beginning of the span.
  Progress (*attributed)(ReplayState& state, const AttributedSpan& span, Progress from, Way way);
  /// Makes `live` stamps live, from the first on, on an axis of zeros.
  void (*refill)(TimeAxis& axis, std::uint32_t live);
  Datum (*largest)(const Datum* data, std::size_t count);
  void (*count_before)(const std::uint64_t* words, std::size_t count, std::uint32_t* before);
  /// Stamps become the first stamp plus their rank, from 0; what is 0 stays so.
  void (*to_ranks)(const LiveStamps& live, std::uint32_t* stamps, std::size_t count);
};

[[nodiscard]] const ReplayCode& replay_code(InstructionSet set);

}  // namespace dmc::engine
