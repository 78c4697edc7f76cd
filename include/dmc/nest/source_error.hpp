#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "dmc/util/error.hpp"

namespace dmc::nest {

/// What is wrong at a place in a text: the message, and below it lines that show the place. What is
/// shown apart can be told from line ends in the message, which come from names.
class SourceError : public Error {
 public:
  SourceError(const std::string& message, const std::string& excerpt)
      : Error(message + '\n' + excerpt), message_(message.size()) {}

  [[nodiscard]] std::string_view message() const {
    return std::string_view(what()).substr(0, message_);
  }
  [[nodiscard]] std::string_view excerpt() const {
    return std::string_view(what()).substr(message_ + 1);
  }

 private:
  std::size_t message_;
};

}  // namespace dmc::nest
