#include "dmc/util/message.hpp"

#include <cerrno>
#include <cstddef>
#include <string>

#include <unistd.h>

#include "dmc/util/printable.hpp"

namespace dmc {

void write_message(std::string_view line) {
  const std::string text = printable(line) + '\n';
  // In one piece where possible, so that lines of several threads or ranks do not mix.
  for (std::string_view rest = text; !rest.empty();) {
    const ssize_t written = ::write(STDERR_FILENO, rest.data(), rest.size());
    if (written < 0 && errno != EINTR) {
      return;
    }
    rest.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
  }
}

}  // namespace dmc
