#include "dmc/analysis/sweep_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
#include <unordered_map>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "dmc/util/error.hpp"
#include "dmc/util/output_file.hpp"

namespace dmc {
namespace {

/// The lines that have an end; what follows the last end was being written when something ended the
/// program.
std::vector<std::string_view> complete_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t end = text.find('\n'); end != text.npos; end = text.find('\n')) {
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines;
}

std::string contents_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

SweepFile::SweepFile(std::string path, std::string_view option, const SweepPlan& plan,
                     SweepText text, bool resume)
    : path_(std::move(path)),
      partial_(path_ + ".partial"),
      option_(option),
      text_(std::move(text)),
      lines_(plan.points.size()) {
  // Whether the file can be written is known now, and not after hours; nothing is left behind.
  static_cast<void>(OutputFile(path_, option_));
  open_partial(resume);
  try {
    if (resume) {
      static_cast<void>(read_lines(path_, plan));
    }
    begin_partial(resume ? read_lines(partial_, plan) : 0);
  } catch (...) {
    ::close(descriptor_);
    throw;
  }
}

SweepFile::~SweepFile() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

void SweepFile::open_partial(bool resume) {
  descriptor_ = ::open(partial_.c_str(),
                       O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | (resume ? 0 : O_EXCL), 0666);
  if (descriptor_ < 0 && errno == EEXIST) {
    throw Error(
        fmt::format("{}: {} holds what an interrupted sweep has measured; add --resume to "
                    "go on with it, or remove it to begin anew",
                    option_, partial_));
  }
  if (descriptor_ < 0) {
    fail("write", partial_, errno);
  }
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
    ::close(std::exchange(descriptor_, -1));
    throw Error(
        fmt::format("{}: another sweep is writing to {} at this moment", option_, partial_));
  }
}

std::size_t SweepFile::read_lines(const std::string& path, const SweepPlan& plan) {
  const std::string text = contents_of(path);
  std::vector<std::string_view> lines = complete_lines(text);
  if (lines.empty()) {
    return 0;
  }
  if (!text_.header().empty()) {
    if (std::string(lines.front()) + '\n' != text_.header()) {
      throw Error(
          fmt::format("{}: {} belongs to another sweep: its columns differ; sweep to "
                      "another file, or remove it",
                      option_, path));
    }
    lines.erase(lines.begin());
  }
  std::unordered_map<std::string_view, std::string_view> by_key;
  for (const std::string_view line : lines) {
    if (text_.is_complete(line)) {
      by_key.insert_or_assign(text_.key_of(line), line);
    }
  }
  for (std::size_t place = 0; place < lines_.size(); ++place) {
    const RunRequest& point = plan.points[place];
    const auto found = by_key.find(text_.beginning(point.parameters, point.model));
    if (found != by_key.end()) {
      lines_[place] = std::string(found->second) + '\n';
    }
  }
  return text.rfind('\n') + 1;
}

// What is there stays where it is, but for half a line at the end: a sweep may be interrupted
// again.
void SweepFile::begin_partial(std::size_t complete) {
  if (::ftruncate(descriptor_, static_cast<off_t>(complete)) != 0) {
    fail("write", partial_, errno);
  }
  if (complete == 0) {
    write(text_.header());
  }
}

void SweepFile::write(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor_, text.data(), text.size());
    if (written < 0 && errno != EINTR) {
      fail("write", partial_, errno);
    }
    text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
}

std::vector<bool> SweepFile::known() const {
  std::vector<bool> known;
  known.reserve(lines_.size());
  for (const std::string& line : lines_) {
    known.push_back(!line.empty());
  }
  return known;
}

void SweepFile::add(std::size_t place, const SweepRow& row) {
  lines_[place] = text_.line(row);
  write(lines_[place]);
}

void SweepFile::commit() {
  OutputFile file(path_, option_);
  file.write(text_.header());
  for (const std::string& line : lines_) {
    file.write(line);
  }
  file.commit();
  ::unlink(partial_.c_str());
}

void SweepFile::fail(std::string_view doing, const std::string& path, int error) const {
  throw Error(fmt::format("{}: cannot {} {}: {}", option_, doing, path, std::strerror(error)));
}

}  // namespace dmc
