#include "dmc/util/input_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dmc/util/error.hpp"
#include "dmc/util/number.hpp"

namespace dmc {
namespace {

constexpr std::size_t k_part = std::size_t{1} << 16;

/// An open file that is closed at the end, unless it is standard input.
class Descriptor {
 public:
  explicit Descriptor(const std::string& path)
      : number_(path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~Descriptor() {
    if (number_ > STDIN_FILENO) {
      ::close(number_);
    }
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

std::optional<FileIdentity> identity_in(const struct stat& status) {
  if (!S_ISREG(status.st_mode)) {
    return std::nullopt;
  }
  return FileIdentity{static_cast<std::uint64_t>(status.st_dev),
                      static_cast<std::uint64_t>(status.st_ino)};
}

}  // namespace

std::string read_whole_file(const std::string& path, std::uint64_t most) {
  const std::string name = path == "-" ? "standard input" : path;
  const Descriptor file(path);
  const auto fail = [&] {
    throw Error(fmt::format("cannot read {}: {}", name, std::strerror(errno)));
  };
  if (file.number() < 0) {
    fail();
  }
  // What has no size in advance may have no end either.
  most = identity_of(file.number()) ? most : std::min(most, k_largest_text);
  std::string text;
  std::vector<char> part(k_part);
  while (true) {
    const ssize_t got = ::read(file.number(), part.data(), part.size());
    if (got < 0 && errno != EINTR) {
      fail();
    }
    if (got == 0) {
      return text;
    }
    text.append(part.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    if (text.size() > most) {
      throw Error(
          fmt::format("{} is larger than {}, the most that is read of such a file; is it "
                      "the right one?",
                      name, memory_text(most)));
    }
  }
}

std::optional<FileIdentity> identity_of(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 ? identity_in(status) : std::nullopt;
}

std::optional<FileIdentity> identity_of(int descriptor) {
  struct stat status {};
  return ::fstat(descriptor, &status) == 0 ? identity_in(status) : std::nullopt;
}

}  // namespace dmc
