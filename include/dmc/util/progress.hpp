#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "dmc/util/terminal.hpp"

namespace dmc {

/// "conv  45%  ███████▌         2.22 M of 4.94 M  61.2 M/s  0.04 s left", in at most `width`
/// columns: what finds no room is left out.
[[nodiscard]] std::string progress_line(std::string_view label, std::uint64_t done,
                                        std::uint64_t total, double seconds, std::size_t width);

/// A line on standard error that says how far a long run has come. Nothing is shown in the first
/// second, nor where standard error is no terminal; at the end the line is cleared. Any thread may
/// report.
class Progress {
 public:
  Progress(const std::string& label, const Terminal& terminal);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// So much of the total is done. Cheap: draws at most ten times a second.
  void report(std::uint64_t done, std::uint64_t total);

  /// Takes the line away, so that something else can be printed.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;

  std::string label_;
  Terminal terminal_;
  std::mutex mutex_;
  Clock::time_point started_ = Clock::now();
  Clock::time_point next_ = started_ + std::chrono::seconds(1);
  bool shown_ = false;
};

}  // namespace dmc
