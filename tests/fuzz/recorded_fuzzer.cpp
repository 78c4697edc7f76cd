#include <cstdint>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <sys/mman.h>
#include <unistd.h>

#include "dmc/tracefile/recorded.hpp"
#include "dmc/tracefile/recorded_file.hpp"
#include "dmc/util/error.hpp"

#include "frames.hpp"

// Whatever is in a file of dmc's own format: reading it ends, nothing makes no sense in the
// accesses and scopes that come out of it, and segments give the accesses that the whole gives.
namespace {

[[noreturn]] void fail() {
  std::abort();
}

void expect(bool holds) {
  if (!holds) {
    fail();
  }
}

/// Follows how deep scopes are nested; the engine relies on it.
class Depth {
 public:
  void expect_sane(const dmc::Batch& batch) {
    std::uint32_t before = 0;
    for (const dmc::ScopeEvent& event : batch.events) {
      using Kind = dmc::ScopeEvent::Kind;
      const bool enters = event.kind == Kind::enter_loop || event.kind == Kind::enter_block;
      expect(event.position >= before && event.position <= batch.count);
      expect(!enters || event.label + (event.kind == Kind::enter_loop ? 1U : 0U) < batch.label_end);
      expect(enters || depth_ > 0);
      depth_ += enters ? 1 : event.kind == Kind::iterate ? 0 : -1;
      before = event.position;
    }
    for (const dmc::Access access : batch.accesses()) {
      expect(access.datum() < batch.data_end && access.array() < batch.array_end);
    }
  }

 private:
  int depth_ = 0;
};

using Accesses = std::vector<dmc::Access>;

/// Nothing where the file is refused.
std::optional<Accesses> read_whole(std::string_view bytes) {
  try {
    dmc::RecordedReader reader(dmc::fuzz::source_of(bytes), "fuzz");
    Accesses accesses;
    Depth depth;
    for (dmc::Batch batch; reader.next(batch);) {
      depth.expect_sane(batch);
      accesses.insert(accesses.end(), batch.accesses().begin(), batch.accesses().end());
    }
    return accesses;
  } catch (const dmc::Error&) {
    return std::nullopt;
  }
}

/// A file without a place on a disk.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view bytes) : descriptor_(::memfd_create("fuzz", MFD_CLOEXEC)) {
    expect(descriptor_ >= 0 &&
           ::write(descriptor_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()));
  }
  ~MemoryFile() { ::close(descriptor_); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

std::optional<Accesses> read_segments(std::string_view bytes) {
  const MemoryFile file(bytes);
  try {
    const dmc::RecordedFile recorded(file.path());
    const std::uint64_t total = recorded.accesses();
    Accesses accesses;
    for (const auto& [begin, end] : {std::pair(std::uint64_t{0}, total / 3), {total / 3, total}}) {
      dmc::RecordedSegment segment = recorded.segment(begin, end);
      expect(!segment.open().marks.empty());
      for (dmc::Batch batch; segment.next(batch);) {
        accesses.insert(accesses.end(), batch.accesses().begin(), batch.accesses().end());
      }
    }
    return accesses;
  } catch (const dmc::Error&) {
    return std::nullopt;
  }
}

void test(std::string_view bytes) {
  const auto whole = read_whole(bytes);
  const auto segments = read_segments(bytes);
  expect(!whole || segments == whole);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  test(bytes);
  test(dmc::fuzz::repaired(bytes));
  return 0;
}
