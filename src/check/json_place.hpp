#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "dmc/check/expectations.hpp"

namespace dmc {

using Json = nlohmann::ordered_json;

/// The text as JSON. Throws dmc::Error with file, line and column where it is none.
[[nodiscard]] Json parse_json(std::string_view text, const std::string& file);

/// A value in a JSON file that knows where it stands, so that errors can say it.
class JsonPlace {
 public:
  JsonPlace(const Json& json, std::string file) : json_(&json), file_(std::move(file)) {}

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] const std::string& file() const { return file_; }
  [[nodiscard]] const Json& json() const { return *json_; }

  /// Throws dmc::Error: "FILE: checks[2].kernel: MESSAGE".
  [[noreturn]] void fail(const std::string& message) const;

  // Each throws dmc::Error where the value is not of this sort.
  [[nodiscard]] std::string text() const;
  [[nodiscard]] std::uint64_t count() const;
  [[nodiscard]] double real() const;
  /// A count where it is one, else a real number.
  [[nodiscard]] CheckedValue figure() const;
  [[nodiscard]] std::vector<JsonPlace> items() const;
  [[nodiscard]] std::vector<std::pair<std::string, JsonPlace>> members() const;

  /// A member of an object; none where it is missing.
  [[nodiscard]] std::optional<JsonPlace> find(const std::string& key) const;
  [[nodiscard]] JsonPlace member(const std::string& key) const;

  /// Throws dmc::Error for a key that looks like a mistyped one of these; for any other, too, where
  /// nothing else is allowed.
  void check_keys(std::span<const std::string_view> known, bool others_allowed) const;

 private:
  JsonPlace(const Json& json, std::string file, std::string path)
      : json_(&json), file_(std::move(file)), path_(std::move(path)) {}
  void check_object() const;

  const Json* json_;
  std::string file_;
  std::string path_;  // empty: the whole file
};

}  // namespace dmc
