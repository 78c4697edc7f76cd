#include "dmc/tracefile/trace_input.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dmc/util/error.hpp"
#include "dmc/util/number.hpp"

#include "decompress.hpp"
#include "handoff.hpp"

namespace dmc {
namespace {

constexpr std::size_t k_beginning = std::size_t{1} << 16;
constexpr std::size_t k_chunk = std::size_t{1} << 20;
constexpr int k_look_again = 100;  // milliseconds between looks at whether anyone still waits

/// The file as it is on disk, or a pipe.
class File {
 public:
  explicit File(const std::string& path) : name_(path == "-" ? "standard input" : path) {
    descriptor_ = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    struct stat status {};
    if (descriptor_ == -1 || ::fstat(descriptor_, &status) != 0) {
      fail("cannot open it");
    }
    if (S_ISDIR(status.st_mode)) {
      close();
      throw Error(fmt::format("{}: this is a directory; give a trace file, or - for standard input",
                              name_));
    }
    waits_ = !S_ISREG(status.st_mode);
    // Standard input may have been read already.
    const off_t begin = waits_ ? 0 : ::lseek(descriptor_, 0, SEEK_CUR);
    begin_ = begin > 0 ? static_cast<std::uint64_t>(begin) : 0;
    size_ = waits_ ? 0 : static_cast<std::uint64_t>(std::max<off_t>(status.st_size - begin, 0));
    if (!waits_) {
      static_cast<void>(::posix_fadvise(descriptor_, 0, 0, POSIX_FADV_SEQUENTIAL));
    }
  }
  ~File() { close(); }
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  std::size_t read(std::span<char> bytes) {
    std::size_t count = 0;
    while (count < bytes.size() && wait()) {
      const ssize_t got = ::read(descriptor_, bytes.data() + count, bytes.size() - count);
      if (got == 0) {
        check_length(position_ + count);
        break;
      }
      if (got < 0 && errno != EINTR) {
        fail("cannot read it");
      }
      count += static_cast<std::size_t>(std::max<ssize_t>(got, 0));
    }
    position_ += count;
    return count;
  }

  void cancel() { cancelled_ = true; }
  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] std::uint64_t position() const { return position_; }
  [[nodiscard]] std::uint64_t size() const { return size_; }

 private:
  // Until there is something to read; false when nobody wants it any more.
  bool wait() {
    while (waits_ && !cancelled_) {
      pollfd ready{descriptor_, POLLIN, 0};
      if (::poll(&ready, 1, k_look_again) != 0) {
        return true;  // or an error, which reading will tell
      }
    }
    return !cancelled_;
  }

  // A file that ends before the place where it ended, or that has been read to, was cut.
  void check_length(std::uint64_t position) {
    struct stat status {};
    // Some files that the system makes up have no length.
    if (waits_ || ::fstat(descriptor_, &status) != 0 || (size_ == 0 && status.st_size == 0)) {
      return;
    }
    const auto length = static_cast<std::uint64_t>(status.st_size);
    const std::uint64_t expected = begin_ + std::max(position, size_);
    if (length < expected) {
      throw Error(
          fmt::format("{}: it became shorter while it was read, from {} bytes to {}; "
                      "analyze it again when it is complete",
                      name_, grouped(expected), grouped(length)));
    }
  }

  void close() {
    if (descriptor_ > STDIN_FILENO) {
      ::close(std::exchange(descriptor_, -1));
    }
  }

  [[noreturn]] void fail(std::string_view doing) {
    const int error = errno;
    close();
    throw Error(fmt::format("{}: {}: {}", name_, doing, std::strerror(error)));
  }

  std::string name_;
  int descriptor_ = -1;
  bool waits_ = false;
  std::uint64_t begin_ = 0;
  std::uint64_t size_ = 0;
  std::atomic<std::uint64_t> position_ = 0;
  std::atomic<bool> cancelled_ = false;
};

/// Bytes that another thread gets ready.
class ReadAhead {
 public:
  explicit ReadAhead(ByteSource source)
      : handoff_([source = std::move(source)](Chunk& chunk) {
          chunk.bytes.resize(k_chunk);
          chunk.count = source(chunk.bytes);
          return chunk.count != 0;
        }) {}

  std::size_t read(std::span<char> bytes) {
    std::size_t count = 0;
    while (count < bytes.size()) {
      if (rest_.empty()) {
        const Chunk* chunk = ended_ ? nullptr : handoff_.next();
        if (chunk == nullptr) {
          ended_ = true;
          break;
        }
        rest_ = std::span(chunk->bytes).first(chunk->count);
      }
      const std::size_t part = std::min(rest_.size(), bytes.size() - count);
      std::copy_n(rest_.begin(), part, bytes.begin() + static_cast<std::ptrdiff_t>(count));
      rest_ = rest_.subspan(part);
      count += part;
    }
    return count;
  }

 private:
  struct Chunk {
    std::vector<char> bytes;
    std::size_t count = 0;
  };
  Handoff<Chunk> handoff_;
  std::span<const char> rest_;
  bool ended_ = false;
};

/// A source that first gives what has been read of it already.
ByteSource after(std::string already, ByteSource source) {
  return [already = std::move(already), source = std::move(source),
          given = std::size_t{0}](std::span<char> bytes) mutable {
    const std::size_t part = std::min(already.size() - given, bytes.size());
    std::copy_n(already.data() + given, part, bytes.data());
    given += part;
    return part == bytes.size() ? part : part + source(bytes.subspan(part));
  };
}

}  // namespace

class TraceInput::State {
 public:
  explicit State(const std::string& path) : file_(path) {
    ByteSource source = [this](std::span<char> bytes) { return file_.read(bytes); };
    std::array<char, 8> magic{};
    const std::string first(magic.data(), source(magic));
    if (first.empty()) {
      throw Error(fmt::format("{}: it is empty; a trace has at least one access", file_.name()));
    }
    source = after(first, std::move(source));
    for (const Compression& one : compressions()) {
      if (one.begins_so(first)) {
        compression = one.name;
        ahead_ = std::make_unique<ReadAhead>(one.open(std::move(source), file_.name()));
        source = [this](std::span<char> bytes) { return ahead_->read(bytes); };
        break;
      }
    }
    beginning.resize(k_beginning);
    beginning.resize(source(beginning));
    ends_there = beginning.size() < k_beginning;
    if (beginning.empty()) {
      throw Error(
          fmt::format("{}: there is nothing in its {} data; a trace has at least one access",
                      file_.name(), compression));
    }
    source_ = std::move(source);
  }
  ~State() { file_.cancel(); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  std::size_t read(std::span<char> bytes) {
    const std::size_t part = std::min(beginning.size() - given_, bytes.size());
    std::copy_n(beginning.data() + given_, part, bytes.data());
    given_ += part;
    return part == bytes.size() || ends_there ? part : part + source_(bytes.subspan(part));
  }

  [[nodiscard]] File& file() { return file_; }

  std::string_view compression = "none";
  std::string beginning;
  bool ends_there = false;

 private:
  File file_;
  std::unique_ptr<ReadAhead> ahead_;
  ByteSource source_;
  std::size_t given_ = 0;
};

TraceInput::TraceInput(const std::string& path) : state_(std::make_unique<State>(path)) {}
TraceInput::~TraceInput() = default;
TraceInput::TraceInput(TraceInput&&) noexcept = default;
TraceInput& TraceInput::operator=(TraceInput&&) noexcept = default;

const std::string& TraceInput::name() const {
  return state_->file().name();
}
std::string_view TraceInput::compression() const {
  return state_->compression;
}
std::string_view TraceInput::beginning() const {
  return state_->beginning;
}
bool TraceInput::ends_there() const {
  return state_->ends_there;
}
std::size_t TraceInput::read(std::span<char> bytes) {
  return state_->read(bytes);
}
std::uint64_t TraceInput::position() const {
  return state_->file().position();
}
std::uint64_t TraceInput::size() const {
  return state_->file().size();
}
void TraceInput::cancel() {
  state_->file().cancel();
}

}  // namespace dmc
