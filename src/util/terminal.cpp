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

/// What COLUMNS says; 0 where it says nothing.
std::size_t wanted_columns(const Environment& environment) {
  const std::string_view text = variable(environment, "COLUMNS");
  std::size_t width = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), width);
  return failure == std::errc() && end == text.data() + text.size() ? width : 0;
}

std::size_t own_columns(int descriptor) {
  winsize size{};
  const bool is_known = ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col > 0;
  return is_known ? size.ws_col : Terminal{}.width;
}

}  // namespace

Terminal describe_terminal(int descriptor, ColorChoice choice, const Environment& environment) {
  const bool dumb = variable(environment, "TERM") == "dumb";
  const bool is_terminal = ::isatty(descriptor) == 1;
  const bool interactive = is_terminal && !dumb;
  const std::size_t wanted = wanted_columns(environment);
  return {.interactive = interactive,
          .color = wants_color(interactive, choice, environment),
          .is_narrow = wanted > 0 || is_terminal,
          .width = wanted > 0 ? wanted : own_columns(descriptor)};
}

Terminal describe_terminal(int descriptor, ColorChoice choice) {
  return describe_terminal(descriptor, choice,
                           [](const char* name) -> const char* { return std::getenv(name); });
}

}  // namespace dmc
