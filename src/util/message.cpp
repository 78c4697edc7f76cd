#include "dmc/util/message.hpp"

#include <cerrno>
#include <cstddef>
#include <string>

#include <unistd.h>

#include "dmc/util/printable.hpp"

namespace dmc {

void write_message(std::string_view line) {
  // In one piece where possible, so that lines of several threads or ranks do not mix.
  write_to_stderr(printable(line) + '\n');
}

void write_to_stderr(std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
    if (written < 0 && errno != EINTR) {
      return;
    }
    text.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
}

}  // namespace dmc
