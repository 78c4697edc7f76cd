#include "dmc/util/output_file.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "dmc/util/error.hpp"
#include "dmc/util/interruption.hpp"

namespace dmc {
namespace {

constexpr std::size_t k_buffer = std::size_t{1} << 20;

// The error number, or 0 when everything is written.
int write_all(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written < 0) {
      if (errno == EINTR) {
        continue;
      }
      return errno;
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

[[noreturn]] void fail_stdout(int error) {
  throw Error(fmt::format("cannot write to standard output: {}", std::strerror(error)));
}

// Where links to nothing lead: the file that is made there is the one they point to.
std::filesystem::path behind_links(std::filesystem::path path) {
  constexpr int k_most_links = 40;  // as many as the system follows
  std::error_code failure;
  for (int link = 0; link < k_most_links && !std::filesystem::exists(path, failure); ++link) {
    const std::filesystem::path target = std::filesystem::read_symlink(path, failure);
    if (failure) {
      return path;
    }
    path = path.parent_path() / target;  // the target alone where it is absolute
  }
  return path;
}

// The error number, or 0 when the file is on the disk, or where that cannot be asked for.
int sync_file(int descriptor) {
  const bool failed = ::fsync(descriptor) != 0;
  const bool is_lost = errno == EIO || errno == ENOSPC || errno == EDQUOT;
  return failed && is_lost ? errno : 0;
}

// So that the new name is on the disk, too. The file is complete already, so this may fail.
void sync_folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor >= 0) {
    static_cast<void>(::fsync(descriptor));
    ::close(descriptor);
  }
}

}  // namespace

// Symbolic links are followed, so that the file they point to is replaced and they stay.
std::string resolved_path(const std::string& path) {
  std::error_code failure;
  const std::filesystem::path absolute = std::filesystem::absolute(path, failure);
  const std::filesystem::path real =
      std::filesystem::weakly_canonical(behind_links(absolute), failure);
  return failure || real.empty() ? path : real.string();
}

OutputFile::OutputFile(std::string path, std::string_view option)
    : path_(path), given_(std::move(path)), option_(option) {
  if (path_ == "-") {
    descriptor_ = STDOUT_FILENO;
    return;
  }
  if (path_.empty()) {
    throw Error(
        fmt::format("{}: the name of the file is empty; give a path, or - for stdout", option_));
  }
  path_ = resolved_path(path_);
  struct stat present {};
  const bool exists = ::stat(path_.c_str(), &present) == 0;
  if (!exists && errno != ENOENT) {
    fail("write", errno);
  }
  if (exists && S_ISDIR(present.st_mode)) {
    fail("write", EISDIR);
  }
  if (exists && !S_ISREG(present.st_mode)) {
    open_directly();
    return;
  }
  if (exists && ::access(path_.c_str(), W_OK) != 0) {
    fail("write", errno);
  }
  open_beside();
  if (exists) {
    // Keeps the permissions of the file it replaces; where that is not allowed, the usual ones do.
    static_cast<void>(::fchmod(descriptor_, present.st_mode & 07777U));
  }
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)),
      given_(std::move(other.given_)),
      option_(std::move(other.option_)),
      temporary_(std::exchange(other.temporary_, {})),
      unfinished_(std::move(other.unfinished_)),
      buffer_(std::move(other.buffer_)),
      descriptor_(std::exchange(other.descriptor_, -1)) {}

OutputFile::~OutputFile() {
  if (descriptor_ > STDERR_FILENO) {
    ::close(descriptor_);
  }
  if (!temporary_.empty()) {
    ::unlink(temporary_.c_str());
  }
}

void OutputFile::open_directly() {
  descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
  if (descriptor_ < 0) {
    fail("write", errno);
  }
}

void OutputFile::open_beside() {
  const std::filesystem::path target(path_);
  for (int attempt = 0; attempt < 1000; ++attempt) {
    const std::string name =
        fmt::format(".{}.{}-{}.part", target.filename().string(), ::getpid(), attempt);
    std::string beside = (target.parent_path() / name).string();
    // Registered first: a signal between the two finds nothing to remove, which is harmless.
    auto unfinished = std::make_unique<UnfinishedFile>(beside);
    descriptor_ = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (descriptor_ >= 0) {
      temporary_ = std::move(beside);
      unfinished_ = std::move(unfinished);
      return;
    }
    if (errno != EEXIST) {
      fail("write", errno);
    }
  }
  fail("write", EEXIST);
}

void OutputFile::write(std::string_view text) {
  buffer_.append(text);
  if (buffer_.size() >= k_buffer) {
    flush();
  }
}

void OutputFile::flush() {
  const int error = write_all(descriptor_, buffer_);
  buffer_.clear();
  if (error != 0) {
    fail("write", error);
  }
}

void OutputFile::commit() {
  flush();
  if (path_ == "-") {
    return;
  }
  // What has the name must have the contents, whatever happens to the machine: first the one.
  if (const int error = temporary_.empty() ? 0 : sync_file(descriptor_); error != 0) {
    fail("write", error);
  }
  if (::close(std::exchange(descriptor_, -1)) != 0) {
    fail("write", errno);
  }
  if (temporary_.empty()) {
    return;
  }
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) {
    fail("replace", errno);
  }
  temporary_.clear();
  unfinished_.reset();
  sync_folder_of(path_);
}

void OutputFile::fail(std::string_view doing, int error) const {
  if (path_ == "-") {
    fail_stdout(error);
  }
  throw Error(fmt::format("{}: cannot {} {}: {}", option_, doing, given_, std::strerror(error)));
}

void write_stdout(std::string_view text) {
  if (const int error = write_all(STDOUT_FILENO, text); error != 0) {
    fail_stdout(error);
  }
}

}  // namespace dmc
