#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "dmc/analysis/run.hpp"
#include "dmc/kernels/nest_kernel.hpp"

namespace dmc {

/// A count, or a real number such as a DMD.
using CheckedValue = std::variant<std::uint64_t, double>;

[[nodiscard]] double number_of(const CheckedValue& figure);

/// What of a result an expectation is about; the whole of it where nothing is named. `array` and
/// `carried_by` may go together, anything else stands alone.
struct Subject {
  std::optional<std::string> array = std::nullopt;
  std::optional<std::string> carried_by = std::nullopt;
  std::optional<std::string> reuse_class = std::nullopt;  ///< a kernel's named class
  std::optional<std::string> stage = std::nullopt;
  std::optional<std::string> formula = std::nullopt;  ///< the id of a formula

  // The 0 that the compiler compares with is taken for a pointer.
  // NOLINTNEXTLINE(modernize-use-nullptr)
  friend auto operator<=>(const Subject&, const Subject&) = default;
};

/// Something that can be expected.
struct CheckedQuantity {
  enum Of : std::uint8_t { whole = 1, array = 2, reuses = 4, stage = 8, formula = 16 };
  std::string_view name;
  bool is_count;
  std::uint8_t of;  ///< what it can be of; `reuses` are named classes and (array, carried by)
};

/// Every quantity, in the order of a run's report.
[[nodiscard]] std::span<const CheckedQuantity> checked_quantities();

/// Either a value, within a tolerance, or bounds; nothing yet where it is for update() to fill in.
struct Expectation {
  std::string quantity;
  Subject subject = {};
  std::optional<CheckedValue> value = std::nullopt;
  std::optional<CheckedValue> min = std::nullopt;
  std::optional<CheckedValue> max = std::nullopt;
  double tolerance = 0;             ///< absolute; beside it real numbers may differ by rounding
  std::string place = {};           ///< in the file: "checks[2].expect[0]"
  std::string tolerance_text = {};  ///< as given: "1%"
};

/// What is known of a class of reuses.
struct KnownTotals {
  std::uint64_t reuses = 0;
  double dmd = 0;
};

struct KnownClass {
  std::string array;
  std::string carried_by;
  KnownTotals totals;
};

/// Expectations of one result.
struct Check {
  std::string name;
  std::string place = {};  ///< in the file: "checks[2]"

  // What is measured: one of these three.
  const Kernel* kernel = nullptr;               ///< a run, with complete parameters
  std::shared_ptr<const NestKernel> nest = {};  ///< whose kernel it is, where it is in a file
  Parameters parameters = {};
  Model model = {};
  std::string result = {};       ///< a file with a result as JSON, relative to the expectations
  std::string measurement = {};  ///< the name of what the calling program has measured

  std::vector<Expectation> expect = {};
  bool has_classes = false;
  std::vector<KnownClass> classes = {};  ///< of reuses, as they were when update() wrote them
};

/// A file of expectations: "dmc.check/1", as docs/ci.md defines it.
struct Expectations {
  std::string file;  ///< what errors call it
  std::string text = {};
  std::vector<Check> checks = {};
};

/// Reads a file; "-" is standard input. Throws dmc::Error with the file and the line or the place
/// in the JSON for anything that is not as documented.
[[nodiscard]] Expectations read_expectations(const std::string& path);

/// The same for text that is at hand; `name` is what errors call it, and what result files are
/// looked for beside.
[[nodiscard]] Expectations parse_expectations(std::string text, std::string name);

/// Those that come with dmc: the reference values of the kernels' definitions.
[[nodiscard]] Expectations reference_expectations();

}  // namespace dmc
