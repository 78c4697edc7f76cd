#include <algorithm>
#include <array>
#include <string>

#include <fmt/format.h>

#include "dmc/util/error.hpp"

#include "foreign_files.hpp"
#include "text_lines.hpp"

namespace dmc {
namespace {

// "ls 4711 [001] 81277.123456: 1 cpu/mem-loads,ldlat=30/P: 7ffd…": a time with microseconds before
// a colon, then an event with a colon behind it.
bool is_script_line(std::string_view line) {
  const std::size_t time_end = line.find(": ");
  if (time_end == line.npos) {
    return false;
  }
  const std::size_t time_begin = line.find_last_of(" \t", time_end) + 1;
  const std::string_view time = line.substr(time_begin, time_end - time_begin);
  const std::size_t dot = time.find('.');
  return time_begin > 1 && dot != time.npos && dot > 0 && time.size() - dot >= 7 &&
         time.find_first_not_of("0123456789.") == time.npos &&
         line.find(':', time_end + 1) != line.npos;
}

bool looks_sampled(std::string_view beginning) {
  if (beginning.starts_with("PERFILE2") || beginning.starts_with("# PID, TID, IP, ADDR")) {
    return true;
  }
  constexpr int k_lines = 20;
  int seen = 0;
  for (std::size_t at = 0; at < beginning.size() && seen < k_lines; ++seen) {
    const std::size_t end = std::min(beginning.find('\n', at), beginning.size());
    if (is_script_line(beginning.substr(at, end - at))) {
      return true;
    }
    at = end + 1;
  }
  return false;
}

using namespace std::string_view_literals;

bool begins_so(std::string_view text, std::string_view with) {
  return text.size() >= with.size() &&
         std::equal(with.begin(), with.end(), text.begin(),
                    [](char a, char b) { return a == (b >= 'A' && b <= 'Z' ? b | 0x20 : b); });
}

std::string_view first_line(std::string_view text) {
  return text.substr(0, text.find_first_of("\r\n"));
}

// Behind "==4711== ", which Valgrind begins its lines with; empty where a line does not.
std::string_view said_by_valgrind(std::string_view line) {
  const std::size_t end = line.find("== ", 2);
  const bool is_heading = line.starts_with("==") && end != line.npos &&
                          line.substr(2, end - 2).find_first_not_of("0123456789:. ") == line.npos;
  return is_heading ? line.substr(end + 3) : std::string_view();
}

std::string_view advice_on_valgrind(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view line = first_line(text.substr(at));
    const std::string_view said = said_by_valgrind(line);
    if (said.starts_with("Lackey, ")) {
      return "this is what Valgrind's lackey prints without a trace; it has one with "
             "--trace-mem=yes: valgrind --tool=lackey --trace-mem=yes --log-fd=1 PROGRAM | "
             "dmc analyze -";
    }
    if (!said.empty()) {
      return "this is the output of a Valgrind tool that records no accesses; lackey does: "
             "valgrind --tool=lackey --trace-mem=yes --log-fd=1 PROGRAM | dmc analyze -";
    }
    at += line.size() + 1;
  }
  return {};
}

struct Opening {
  std::string_view text;  ///< in lower case
  std::string_view advice;
};
constexpr std::string_view k_valgrind_profile =
    "this is a profile by a Valgrind tool that counts accesses and does not record them; lackey "
    "does: valgrind --tool=lackey --trace-mem=yes --log-fd=1 PROGRAM | dmc analyze -";
constexpr std::string_view k_web_page =
    "this is a web page; the download went to a page about the trace rather than the trace itself";
constexpr std::array k_openings{
    Opening{"# callgrind format", k_valgrind_profile},
    Opening{"version: 1\ncreator: callgrind", k_valgrind_profile},
    Opening{"desc: ", k_valgrind_profile},
    Opening{"<!doctype html", k_web_page},
    Opening{"<html", k_web_page},
    Opening{"version https://git-lfs.github.com",
            "this is a pointer of Git LFS in place of the file; fetch it: git lfs pull"},
    Opening{"{", "this is JSON; a trace has one access a line: jq -r '.…' FILE | dmc analyze -"},
    Opening{"[", "this is JSON; a trace has one access a line: jq -r '.…' FILE | dmc analyze -"},
};

/// What lines of text consist of.
struct Lines {
  int all = 0;
  int hexadecimal = 0;  ///< one number in hexadecimal
  int words = 0;        ///< one word or number
};
Lines lines_of(std::string_view text) {
  constexpr int k_most = 1000;
  Lines lines;
  for (std::size_t at = 0; at < text.size() && lines.all < k_most;) {
    std::string_view line = first_line(text.substr(at));
    at += line.size() + 1;
    while (!line.empty() && is_blank(line.back())) {
      line.remove_suffix(1);
    }
    if (line.empty()) {
      continue;
    }
    ++lines.all;
    const bool is_hexadecimal =
        line.size() <= 16 &&
        std::all_of(line.begin(), line.end(), [](char c) { return digit_of(c) < 16; });
    lines.hexadecimal += is_hexadecimal ? 1 : 0;
    lines.words += line.find_first_of(" \t,;|") == line.npos ? 1 : 0;
  }
  return lines;
}

bool is_text(std::string_view bytes) {
  return std::none_of(bytes.begin(), bytes.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\n' && c != '\r' && c != '\t';
  });
}

}  // namespace

void refuse_sampled_profile(std::string_view beginning, std::string_view name) {
  if (looks_sampled(beginning)) {
    throw Error(fmt::format(
        "{}: this is output of perf, which samples: most accesses are missing, so that no reuse "
        "distance can be told. Record every access, for instance with Valgrind: docs/traces.md",
        name));
  }
}

std::string_view advice_on(std::string_view beginning, bool complete) {
  if (!is_text(beginning)) {
    return {};
  }
  const auto opening = std::find_if(k_openings.begin(), k_openings.end(), [&](const Opening& one) {
    return begins_so(beginning, one.text);
  });
  if (opening != k_openings.end()) {
    return opening->advice;
  }
  const std::string_view text = complete ? beginning : complete_lines(beginning);
  return advice_on_valgrind(text);
}

std::string_view advice_on_words(std::string_view beginning, bool complete) {
  const std::string_view text = complete ? beginning : complete_lines(beginning);
  if (!is_text(text)) {
    return {};
  }
  const Lines lines = lines_of(text);
  if (lines.all != 0 && lines.hexadecimal == lines.all) {
    return "these are hexadecimal numbers without 0x, which could be taken for decimal ones; put "
           "it before them: sed 's/^/0x/' FILE | dmc analyze -";
  }
  if (lines.all > 1 && lines.words == lines.all) {
    return "these are lines of text; where each is the key of a datum, say so: "
           "dmc analyze FILE --keys text";
  }
  return {};
}

}  // namespace dmc
