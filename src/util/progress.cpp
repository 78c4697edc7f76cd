#include "dmc/util/progress.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "dmc/util/number.hpp"
#include "dmc/util/printable.hpp"
#include "dmc/util/utf8.hpp"

namespace dmc {
namespace {

constexpr std::string_view k_clear_line = "\r\x1b[K";
constexpr std::size_t k_bar = 20;

std::string bar(double share) {
  const auto filled = static_cast<std::size_t>(share * static_cast<double>(k_bar));
  std::string text;
  for (std::size_t i = 0; i < k_bar; ++i) {
    text += i < filled ? "█" : "░";
  }
  return text;
}

// What goes wrong with a progress line is nobody's concern.
void print(std::string_view text) {
  [[maybe_unused]] const ssize_t ignored = ::write(STDERR_FILENO, text.data(), text.size());
}

}  // namespace

std::string progress_line(std::string_view label, std::uint64_t done, std::uint64_t total,
                          double seconds, std::size_t width) {
  if (total == 0) {  // nobody knows how much there will be
    const auto so_far = static_cast<double>(done);
    const std::string speed =
        seconds > 0 && done != 0 ? fmt::format("  {}/s", human(so_far / seconds)) : "";
    return shortened(fmt::format("{}  {} so far{}", label, human(so_far), speed), width);
  }
  const double part = static_cast<double>(std::min(done, total));
  const double whole = static_cast<double>(total);
  const double share = part / whole;
  const double rate = seconds > 0 ? part / seconds : 0;
  std::string line = fmt::format("{} {:3.0f}%", label, 100 * share);
  bool has_room = true;
  const auto append = [&](const std::string& piece) {
    has_room = has_room && display_width(line) + 2 + display_width(piece) <= width;
    if (has_room) {
      line += "  " + piece;
    }
  };
  if (rate > 0) {
    append(duration((whole - part) / rate) + " left");
    append(human(rate) + "/s");
  }
  append(bar(share));
  append(fmt::format("{} of {}", human(part), human(whole)));
  return shortened(line, width);
}

Progress::Progress(const std::string& label, const Terminal& terminal)
    : label_(printable(label)), terminal_(terminal) {}

Progress::~Progress() {
  clear();
}

void Progress::report(std::uint64_t done, std::uint64_t total) {
  if (!terminal_.interactive) {
    return;
  }
  const std::lock_guard lock(mutex_);
  const Clock::time_point now = Clock::now();
  if (now < next_) {
    return;
  }
  next_ = now + std::chrono::milliseconds(100);
  shown_ = true;
  const double seconds = std::chrono::duration<double>(now - started_).count();
  // One column stays free: a terminal may wrap a line that fills it exactly.
  const std::size_t width = std::max<std::size_t>(terminal_.width, 2) - 1;
  print(std::string(k_clear_line) + progress_line(label_, done, total, seconds, width));
}

void Progress::clear() {
  const std::lock_guard lock(mutex_);
  if (std::exchange(shown_, false)) {
    print(k_clear_line);
  }
}

}  // namespace dmc
