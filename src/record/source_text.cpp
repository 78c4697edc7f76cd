#include "source_text.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <fstream>

#include "dmc/util/input_file.hpp"

namespace dmc::record {
namespace {

// What gives memory out, by what such functions are called.
constexpr std::array k_givers{"alloc", "new", "make", "create", "dup"};

bool is_letter(char letter) {
  return std::isalnum(static_cast<unsigned char>(letter)) != 0 || letter == '_';
}

// The next assignment sign from `begin` on: no comparison, and no part of another operator.
std::size_t assignment_in(const std::string& text, std::size_t begin) {
  for (std::size_t i = begin; i < text.size(); ++i) {
    const char before = i == 0 ? ' ' : text[i - 1];
    const char after = i + 1 < text.size() ? text[i + 1] : ' ';
    if (text[i] == '=' && after != '=' && std::string("=!<>+-*/%&|^").find(before) == text.npos) {
      return i;
    }
  }
  return text.npos;
}

// Other assignments may stand on a line that asks for memory: those of a for loop's index.
bool asks_for_memory(const std::string& text, std::size_t assignment) {
  const std::string value = text.substr(assignment, text.find(';', assignment) - assignment);
  return std::any_of(k_givers.begin(), k_givers.end(),
                     [&](const char* giver) { return value.find(giver) != value.npos; });
}

}  // namespace

std::string source_line(const std::string& file, unsigned line) {
  if (!identity_of(file)) {  // what is named as a source may be anything
    return {};
  }
  std::ifstream stream(file);
  std::string text;
  for (unsigned i = 0; i < line; ++i) {
    if (!std::getline(stream, text)) {
      return {};
    }
  }
  return text;
}

std::string assigned_variable(const std::string& text) {
  std::size_t end = assignment_in(text, 0);
  while (end != text.npos && !asks_for_memory(text, end)) {
    end = assignment_in(text, end + 1);
  }
  if (end == text.npos) {
    return {};
  }
  // Back over spaces and indices to the name before them.
  int depth = 0;
  while (end > 0 && (depth > 0 || text[end - 1] == ' ' || text[end - 1] == ']')) {
    --end;
    depth += text[end] == ']' ? 1 : text[end] == '[' ? -1 : 0;
  }
  std::size_t begin = end;
  while (begin > 0 && is_letter(text[begin - 1])) {
    --begin;
  }
  return text.substr(begin, end - begin);
}

std::string assigned_variable(const std::string& file, unsigned line) {
  return assigned_variable(source_line(file, line));
}

}  // namespace dmc::record
