#pragma once

#include <stdexcept>

namespace dmc {

/// The one exception for everything a user can cause: a bad option, a bad file, a request that
/// cannot be met. The text says what was wrong, where, and what to do; it is caught once, at the
/// edge of the command line, and becomes exit code 2. Anything else that is thrown is a bug in dmc.
class Error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace dmc
