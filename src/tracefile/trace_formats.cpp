#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dmc/tracefile/trace_format.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/names.hpp"

#include "foreign_files.hpp"
#include "formats.hpp"
#include "parse_state.hpp"

namespace dmc {
namespace {

std::vector<std::string_view> names() {
  std::vector<std::string_view> names;
  for (const TraceFormat& format : trace_formats()) {
    names.push_back(format.name);
  }
  return names;
}

}  // namespace

std::span<const TraceFormat> trace_formats() {
  static const std::array k_formats{
      lackey_format(),     din_format(),     pinatrace_format(),
      drmemtrace_format(), msr_format(),     spc_format(),
      alibaba_format(),    tencent_format(), systor_format(),
      blkparse_format(),   arc_format(),     twitter_format(),
      meta_format(),       gem5_format(),    oracle_general_format(),
      champsim_format(),   csv_format(),
  };
  return k_formats;
}

const TraceFormat& find_trace_format(std::string_view name) {
  for (const TraceFormat& format : trace_formats()) {
    if (format.name == name) {
      return format;
    }
  }
  throw Error("--input-format: " + unknown_name("format", name, names()));
}

const TraceFormat& recognise_trace_format(std::string_view beginning, bool complete,
                                          std::string_view name) {
  refuse_container(beginning, name);
  const std::string_view text = without_byte_order_mark(beginning);
  refuse_sampled_profile(text, name);
  const TraceFormat* best = nullptr;
  int most = 0;
  for (const TraceFormat& format : trace_formats()) {
    const int sure = format.recognise(format.is_text ? text : beginning, complete);
    if (sure > most) {
      most = sure;
      best = &format;
    }
  }
  // Anything with a number in each line may be a table.
  const bool is_vague = best == nullptr || (best->is_text && best->unit == AddressUnit::id);
  std::string_view advice = is_vague ? advice_on(text, complete) : std::string_view();
  if (best == nullptr && advice.empty()) {
    advice = advice_on_words(text, complete);
  }
  if (!advice.empty()) {
    throw Error(fmt::format("{}: {}", name, advice));
  }
  if (best == nullptr) {
    throw Error(
        fmt::format("{}: its format is not recognised; --input-format names it: {}. It begins {}",
                    name, fmt::join(names(), ", "), excerpt(text.substr(0, text.find('\n')))));
  }
  return *best;
}

}  // namespace dmc
