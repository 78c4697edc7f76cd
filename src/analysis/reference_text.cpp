#include "reference_text.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include <nlohmann/json.hpp>

#include "dmc/util/error.hpp"
#include "dmc/util/json_depth.hpp"

namespace dmc {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view k_kind = "references";
constexpr std::array<std::string_view, 5> k_compressions{"none", "gzip", "zstd", "xz", "mixed"};

Json request_json(const AnalyzeRequest& request) {
  return {{"accesses", static_cast<unsigned>(request.accesses)},
          {"granule", request.granule},
          {"limit", request.limit},
          {"sizes", request.sizes},
          {"bits", request.bits},
          {"cold", static_cast<unsigned>(request.cold)}};
}

AnalyzeRequest request_of(const Json& json) {
  AnalyzeRequest request;
  const auto accesses = json.at("accesses").get<std::uint64_t>();
  const auto cold = json.at("cold").get<std::uint64_t>();
  request.granule = json.at("granule").get<std::uint64_t>();
  request.limit = json.at("limit").get<std::uint64_t>();
  request.sizes = json.at("sizes").get<std::vector<std::uint64_t>>();
  request.bits = json.at("bits").get<std::uint64_t>();
  if (accesses > static_cast<std::uint64_t>(AccessChoice::all) ||
      cold > static_cast<std::uint64_t>(Cold::stack) || !std::has_single_bit(request.granule)) {
    throw std::out_of_range("a choice");
  }
  request.accesses = static_cast<AccessChoice>(accesses);
  request.cold = static_cast<Cold>(cold);
  return request;
}

Json spaces_json(const AnalyzeResult& result) {
  Json spaces = Json::array();
  for (const SpaceTotals& space : result.spaces) {
    spaces.push_back({{"name", space.name}, {"accesses", space.accesses}});
  }
  return spaces;
}

void read_spaces(const Json& json, AnalyzeResult& result, KeySpaces& keys) {
  for (const Json& space : json.at("spaces")) {
    result.spaces.push_back(
        {space.at("name").get<std::string>(), space.at("accesses").get<std::uint64_t>()});
  }
  for (const Json& key : json.at("space_keys")) {
    const auto space = key.at(1).get<std::uint32_t>();
    if (space >= result.spaces.size()) {
      throw std::out_of_range("a space");
    }
    keys.emplace(key.at(0).get<std::uint32_t>(), space);
  }
}

AnalyzeResult result_of(const Json& json, KeySpaces& keys) {
  AnalyzeResult result;
  if (json.at("kind") != k_kind) {
    throw std::out_of_range("a kind");
  }
  const TraceFormat& format = find_trace_format(json.at("format").get<std::string>());
  result.format = format.name;
  result.unit = format.unit;
  result.compression = *std::find(k_compressions.begin(), k_compressions.end() - 1,
                                  json.at("compression").get<std::string>());
  result.request = request_of(json.at("request"));
  result.left_out = json.at("left_out").get<std::uint64_t>();
  result.no_access = json.value("no_access", std::uint64_t{0});
  result.stopped = json.at("stopped").get<bool>();
  result.counts.references = json.at("references").get<std::uint64_t>();
  result.counts.bad = json.at("bad").get<std::uint64_t>();
  result.counts.unrelated = json.at("unrelated").get<std::uint64_t>();
  result.counts.first_bad = json.at("first_bad").get<std::string>();
  result.counts.note = json.at("note").get<std::string>();
  if (json.contains("spaces")) {
    read_spaces(json, result, keys);
  }
  return result;
}

}  // namespace

std::string reference_text(const AnalyzeResult& result, const KeySpaces& keys) {
  Json json = {{"kind", k_kind},
               {"format", result.format},
               {"compression", result.compression},
               {"request", request_json(result.request)},
               {"left_out", result.left_out},
               {"no_access", result.no_access},
               {"stopped", result.stopped},
               {"references", result.counts.references},
               {"bad", result.counts.bad},
               {"unrelated", result.counts.unrelated},
               {"first_bad", result.counts.first_bad},
               {"note", result.counts.note}};
  if (!result.spaces.empty()) {
    json["spaces"] = spaces_json(result);
    json["space_keys"] =
        std::vector<std::pair<std::uint32_t, std::uint32_t>>(keys.begin(), keys.end());
  }
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<AnalyzeResult> parse_reference_text(std::string_view text, KeySpaces& keys) {
  if (is_too_deep(text)) {
    return std::nullopt;
  }
  try {
    return result_of(Json::parse(text), keys);
  } catch (const Json::exception&) {
    return std::nullopt;
  } catch (const std::out_of_range&) {
    return std::nullopt;
  } catch (const Error&) {
    return std::nullopt;  // a format of another dmc
  }
}

}  // namespace dmc
