#include <string>

#include "symbols.hpp"

namespace dmc::record {

bool is_system_path(const std::string& path) {
  return path.starts_with("/usr/") || path.starts_with("/lib/") || path.starts_with("/lib64/") ||
         path.starts_with("/build/glibc");
}

}  // namespace dmc::record
