#include "dmc/analysis/sweep_file.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <unordered_map>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "dmc/util/error.hpp"
#include "dmc/util/input_file.hpp"
#include "dmc/util/output_file.hpp"

#include "sweep_text.hpp"

namespace dmc {
namespace {

std::string contents_of(const std::string& path) {
  const bool exists = ::access(path.c_str(), F_OK) == 0;
  return exists ? read_whole_file(path, k_largest_table) : std::string();
}

}  // namespace

SweepFile::SweepFile(std::string path, std::string_view option, const SweepPlan& plan,
                     SweepText text, bool resume)
    : path_(std::move(path)),
      partial_(path_ + ".partial"),
      option_(option),
      text_(std::move(text)),
      lines_(plan.points.size()),
      doubtful_(plan.points.size()) {
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
  const std::vector<std::string_view> lines = complete_lines(text);
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
  }
  // Others are of points that this sweep does not have.
  std::unordered_map<std::string, std::size_t> places;
  std::vector<std::size_t> firsts;  // by place: the first that is the same run
  for (const RunRequest& point : plan.points) {
    const std::string beginning = text_.beginning(point.parameters, point.model);
    firsts.push_back(places.emplace(beginning, firsts.size()).first->second);
  }
  for (std::size_t i = text_.header().empty() ? 0 : 1; i < lines.size(); ++i) {
    const auto found = places.find(std::string(text_.key_of(lines[i])));
    if (found != places.end()) {
      take_line(lines[i], found->second, fmt::format("{}, line {}", path, i + 1));
    }
  }
  for (std::size_t place = 0; place < lines_.size(); ++place) {
    lines_[place] = lines_[firsts[place]];
  }
  return text.rfind('\n') + 1;
}

// A point has one result: where two are told, neither is believed.
void SweepFile::take_line(std::string_view line, std::size_t place, const std::string& where) {
  std::string fault = text_.fault_in(line);
  const std::string& known = lines_[place];
  if (fault.empty() && !known.empty() && known.compare(0, known.size() - 1, line) != 0) {
    fault = "another line says something else about the same run";
    doubtful_[place] = true;
    lines_[place].clear();
  }
  if (!fault.empty()) {
    first_damaged_ = damaged_ == 0 ? fmt::format("{}: {}", where, fault) : first_damaged_;
    ++damaged_;
  } else if (!doubtful_[place]) {
    lines_[place] = std::string(line) + '\n';
  }
}

std::string SweepFile::note() const {
  if (damaged_ == 0) {
    return {};
  }
  return fmt::format("{} damaged and measured again; the first is {}",
                     damaged_ == 1 ? "1 row is" : fmt::format("{} rows are", damaged_),
                     first_damaged_);
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
