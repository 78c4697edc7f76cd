#include "open_file.hpp"

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <span>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dmc/util/error.hpp"

namespace dmc::tracefile {

OpenFile::OpenFile(const std::string& path)
    : path_(path), descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
  if (descriptor_ < 0) {
    throw Error(fmt::format("cannot read {}: {}", path, std::strerror(errno)));
  }
  struct stat status {};
  if (::fstat(descriptor_, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(descriptor_);
    throw Error(
        fmt::format("{} is not a regular file, and this reads it from several places; write "
                    "the trace to a file first",
                    path));
  }
  size_ = static_cast<std::uint64_t>(status.st_size);
}

OpenFile::~OpenFile() {
  ::close(descriptor_);
}

ByteSource OpenFile::from(std::uint64_t offset) const {
  return [this, offset](std::span<char> bytes) mutable {
    std::size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t got = ::pread(descriptor_, bytes.data() + done, bytes.size() - done,
                                  static_cast<off_t>(offset));
      if (got < 0 && errno == EINTR) {
        continue;
      }
      if (got < 0) {
        throw Error(fmt::format("cannot read {}: {}", path_, std::strerror(errno)));
      }
      if (got == 0) {
        break;
      }
      done += static_cast<std::size_t>(got);
      offset += static_cast<std::uint64_t>(got);
    }
    return done;
  };
}

}  // namespace dmc::tracefile
