#include "dmc/util/terminal.hpp"

#include <charconv>
#include <cstdlib>
#include <system_error>

#include <sys/ioctl.h>
#include <unistd.h>

namespace dmc {
namespace {

std::string_view variable(const Environment& environment, const char* name) {
  const char* value = environment(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

bool wants_color(bool interactive, ColorChoice choice, const Environment& environment) {
  if (choice != ColorChoice::automatic) {
    return choice == ColorChoice::always;
  }
  if (!variable(environment, "NO_COLOR").empty()) {
    return false;
  }
  const std::string_view forced = variable(environment, "FORCE_COLOR");
  return interactive || (!forced.empty() && forced != "0");
}

std::size_t columns(int descriptor, const Environment& environment) {
  const std::string_view text = variable(environment, "COLUMNS");
  std::size_t width = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), width);
  if (failure == std::errc() && end == text.data() + text.size() && width > 0) {
    return width;
  }
  winsize size{};
  if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
    return size.ws_col;
  }
  return Terminal{}.width;
}

}  // namespace

Terminal describe_terminal(int descriptor, ColorChoice choice, const Environment& environment) {
  const bool dumb = variable(environment, "TERM") == "dumb";
  const bool interactive = ::isatty(descriptor) == 1 && !dumb;
  return {interactive, wants_color(interactive, choice, environment),
          columns(descriptor, environment)};
}

Terminal describe_terminal(int descriptor, ColorChoice choice) {
  return describe_terminal(descriptor, choice,
                           [](const char* name) -> const char* { return std::getenv(name); });
}

}  // namespace dmc
