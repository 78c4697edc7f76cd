#include <fmt/format.h>

#include "formats.hpp"
#include "parse_state.hpp"

namespace dmc {
namespace {

// gem5's packet traces: "gem5", then protobuf messages, each after its length as a varint. The
// first is a header; the others are Packet{1 tick, 2 cmd, 3 addr, 4 size, 5 flags, 6 id, 7 pc}.
constexpr std::string_view k_magic = "gem5";
constexpr std::uint64_t k_longest_message = std::uint64_t{1} << 20;
constexpr std::uint64_t k_fetch_flag = 0x100;

/// Reads protobuf's wire format off the front of some bytes. Whatever is wrong with them makes it
/// bad, and it stays so.
class Wire {
 public:
  explicit Wire(std::string_view bytes) : bytes_(bytes) {}

  [[nodiscard]] bool bad() const { return bad_; }
  [[nodiscard]] bool empty() const { return bytes_.empty() || bad_; }
  [[nodiscard]] std::size_t left() const { return bytes_.size(); }

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      if (bytes_.empty()) {
        break;
      }
      const auto byte = static_cast<unsigned char>(bytes_.front());
      bytes_.remove_prefix(1);
      value |= std::uint64_t{byte & 0x7fU} << shift;
      if (byte < 0x80) {
        return value;
      }
    }
    bad_ = true;
    return 0;
  }

  void skip(std::uint64_t count) {
    bad_ = bad_ || count > bytes_.size();
    bytes_.remove_prefix(bad_ ? bytes_.size() : static_cast<std::size_t>(count));
  }

  /// What a field of this type holds, where it is one number; others are passed over.
  std::uint64_t value(std::uint64_t wire_type) {
    switch (wire_type) {
      case 0:
        return varint();
      case 1:
        skip(8);
        break;
      case 2:
        skip(varint());
        break;
      case 5:
        skip(4);
        break;
      default:
        bad_ = true;
    }
    return 0;
  }

 private:
  std::string_view bytes_;
  bool bad_ = false;
};

struct Packet {
  std::uint64_t command = 0;
  std::uint64_t address = 0;
  std::uint64_t size = 1;
  std::uint64_t flags = 0;
  bool has_address = false;
  bool bad = false;
};

Packet packet_of(std::string_view message) {
  Packet packet;
  Wire wire(message);
  while (!wire.empty()) {
    const std::uint64_t key = wire.varint();
    const std::uint64_t value = wire.value(key & 7);
    switch (key >> 3) {
      case 2:
        packet.command = value;
        break;
      case 3:
        packet.address = value;
        packet.has_address = true;
        break;
      case 4:
        packet.size = value;
        break;
      case 5:
        packet.flags = value;
        break;
      default:
        break;
    }
  }
  packet.bad = wire.bad();
  return packet;
}

/// What a command does to memory.
enum class Effect : std::uint8_t { none, reads, writes, swaps };

// gem5's MemCmd, in the numbering of version 22 and later; up to WriteResp it has always been this.
// A request is a read or a write where gem5 says so; answers, evictions of clean lines, upgrades,
// fences, flushes and invalidations move no data of their own.
Effect effect_of(std::uint64_t command) {
  switch (command) {
    case 1:   // ReadReq
    case 11:  // SoftPFReq
    case 12:  // SoftPFExReq
    case 13:  // HardPFReq
    case 20:  // SCUpgradeFailReq
    case 22:  // ReadExReq
    case 24:  // ReadCleanReq
    case 25:  // ReadSharedReq
    case 26:  // LoadLockedReq
    case 30:  // LockedRMWReadReq
      return Effect::reads;
    case 4:   // WriteReq
    case 7:   // WritebackDirty
    case 8:   // WritebackClean
    case 9:   // WriteClean
    case 16:  // WriteLineReq
    case 27:  // StoreCondReq
    case 28:  // StoreCondFailReq
    case 32:  // LockedRMWWriteReq
      return Effect::writes;
    case 34:  // SwapReq
      return Effect::swaps;
    default:
      return Effect::none;
  }
}

ReferenceKind kind_of(const Packet& packet) {
  switch (effect_of(packet.command)) {
    case Effect::none:
      return ReferenceKind::no_access;
    case Effect::writes:
      return ReferenceKind::write;
    case Effect::reads:
    case Effect::swaps:
      break;
  }
  return (packet.flags & k_fetch_flag) != 0 ? ReferenceKind::fetch : ReferenceKind::read;
}

void take_packet(ParseState& state, std::size_t at, std::string_view message,
                 ReferenceBatch& batch) {
  const Packet packet = packet_of(message);
  if (packet.bad) {
    state.reject_record(at, "its fields do not fill it");
    return;
  }
  if (!packet.has_address) {
    return;
  }
  TraceReference reference{packet.address,
                           static_cast<std::uint32_t>(packet.size <= 0xffffffff ? packet.size : 0),
                           0, kind_of(packet)};
  if (reference.kind == ReferenceKind::no_access) {
    reference.size = 1;  // it may have none
  }
  if (state.is_sane(reference)) {
    batch.add(reference);
    if (effect_of(packet.command) == Effect::swaps) {
      reference.kind = ReferenceKind::write;
      batch.add(reference);
    }
  } else {
    state.reject_record(at, state.sane_sizes());
  }
}

/// Where the messages begin; 0: there is no magic number, or not yet all of it.
std::size_t skip_magic(ParseState& state, std::string_view bytes, bool last) {
  const bool is_gem5 = bytes.starts_with(k_magic);
  if (is_gem5 && (!last || bytes.size() > k_magic.size())) {
    return k_magic.size();
  }
  if (last || bytes.size() >= k_magic.size()) {
    state.reject_record(0, is_gem5 ? "the trace is cut short before its header"
                                   : "the file does not begin with 'gem5'");
    state.finished = true;
  }
  return 0;
}

std::size_t parse_gem5(ParseState& state, std::string_view bytes, bool last,
                       ReferenceBatch& batch) {
  bool is_header = !state.started;
  std::size_t done = is_header ? skip_magic(state, bytes, last) : 0;
  if (is_header && done == 0) {
    return state.finished ? bytes.size() : 0;
  }
  while (done < bytes.size() && batch.room() >= 2) {
    Wire wire(bytes.substr(done));
    const std::uint64_t length = wire.varint();
    const std::size_t begin = bytes.size() - wire.left();
    const bool is_whole = !wire.bad() && length <= wire.left();
    const bool is_impossible =
        (wire.bad() && bytes.size() - done >= 10) || length > k_longest_message;
    if (is_impossible || (!is_whole && last)) {
      // After a bad length nobody knows where the next message begins.
      state.reject_record(done, is_impossible
                                    ? "a message so long is not believed"
                                    : "the trace is cut short in the middle of a message");
      state.finished = true;
      return bytes.size();
    }
    if (!is_whole) {
      break;
    }
    if (!is_header) {
      take_packet(state, done, bytes.substr(begin, static_cast<std::size_t>(length)), batch);
    }
    is_header = false;
    state.started = true;
    done = begin + static_cast<std::size_t>(length);
  }
  return state.started ? done : 0;
}

int recognise_gem5(std::string_view beginning, bool /*complete*/) {
  return beginning.starts_with(k_magic) ? 1'000'000 : 0;
}

}  // namespace

TraceFormat gem5_format() {
  return {.name = "gem5",
          .summary = "gem5: packet traces in protobuf",
          .recognise = recognise_gem5,
          .parse = parse_gem5,
          .is_text = false};
}

}  // namespace dmc
