#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dmc/trace/model.hpp"
#include "dmc/trace/tracer.hpp"
#include "dmc/util/checked.hpp"

namespace dmc {

/// A parameter of a kernel. Numbers are in [min, max]; a choice is the index into `choices`.
struct Parameter {
  std::string_view name;     ///< as the option without its dashes
  std::string_view meaning;  ///< for help pages
  std::uint64_t fallback;    ///< the value where none is given
  std::uint64_t min = 1;
  std::uint64_t max = 0xffffffff;
  std::span<const std::string_view> choices = {};
  bool derived = false;   ///< has no fallback of its own: follows from others unless given
  bool required = false;  ///< has no fallback at all: must be given
  /// The parameters that as many values, given as a list, stand for: --tile 8,16,8.
  std::span<const std::string_view> parts = {};
};

/// Values by parameter name.
class Parameters {
 public:
  Parameters() = default;
  Parameters(std::initializer_list<std::pair<const std::string, std::uint64_t>> values)
      : values_(values) {}

  /// The value of a parameter; throws std::out_of_range (a bug) where there is none.
  [[nodiscard]] std::uint64_t operator[](std::string_view name) const;
  [[nodiscard]] bool has(std::string_view name) const {
    return values_.find(name) != values_.end();
  }
  void set(std::string_view name, std::uint64_t value) { values_[std::string(name)] = value; }
  [[nodiscard]] const std::map<std::string, std::uint64_t, std::less<>>& entries() const {
    return values_;
  }

 private:
  std::map<std::string, std::uint64_t, std::less<>> values_;
};

/// One array of a kernel, or `copies` alike, as known before the run.
struct ArrayPlan {
  std::string_view name;
  Count size;  ///< data touched in each copy: the first `size` of the array, unless there is a span
  Count copies = 1;
  Count accesses;  ///< to all copies together
  bool temporary = false;
  /// The name these accesses are counted under where it is another one (Traced::as); what is
  /// omitted goes by `name`.
  std::string_view counted_as = {};
  /// The data from the first to the last touched where some between them are not; 0: all are.
  Count span = 0;
};

/// Ranges of one size that temporaries live in when their data is reused.
struct RangePlan {
  Count size;
  Count ranges;  ///< how many are alive at once at most
};

/// What a kernel will do, as closed forms of its parameters.
struct Plan {
  std::vector<ArrayPlan> arrays = {};
  std::vector<RangePlan> recycled = {};  ///< for Temporaries::reuse
  std::uint64_t element_bytes = 8;       ///< memory the kernel's own values need, for each element
};

/// The elements of a kernel's inputs: a fixed pseudo-random function of array, index and seed with
/// values in [-1, 1), so that kernels that solve the same problem are given the same numbers.
class InputData {
 public:
  explicit InputData(std::uint64_t seed = 1) : seed_(seed) {}
  [[nodiscard]] double operator()(std::string_view array, std::uint64_t index) const;
  /// All elements of an array of `size`.
  [[nodiscard]] std::vector<double> fill(std::string_view array, std::uint64_t size) const;

 private:
  std::uint64_t seed_;
};

/// Reuses that belong together and have a name in the paper. Classes of a kernel are tried in
/// order.
struct ReuseClass {
  std::string_view name;                 ///< "kernel reuses"
  std::string_view source;               ///< "Lemma 3.7", or empty
  std::vector<std::string_view> arrays;  ///< any of these; empty: any
  std::vector<std::string_view> carried_by =
      {};  ///< label, or its beginning before " n="; empty: any
};

/// An instrumented algorithm: one of dmc's own, or a loop nest (NestKernel).
struct Kernel {
  std::string_view name;
  std::string_view summary;  ///< one line, no full stop
  std::string_view source;   ///< where the paper describes it, or empty
  /// Kernels of one task solve the same problem: what `compare` accepts. Empty: nobody knows.
  std::string_view task;
  /// What a nest was read from: a file, or "-e"; empty for what comes with dmc.
  std::string_view origin = {};
  std::span<const Parameter> parameters;
  std::vector<std::pair<std::string_view, std::uint64_t>> fixed = {};  ///< winograd: k is always 3
  std::vector<std::string_view> arrays;  ///< every array name it uses, for --omit
  std::vector<ReuseClass> classes;

  /// Completes given values with the defaults and checks what single ranges cannot say. Throws
  /// dmc::Error naming the option and the legal range.
  std::function<Parameters(const Parameters& given)> resolve;
  /// Accesses and data in closed form.
  std::function<Plan(const Parameters& parameters)> plan;
  /// Runs it. Returns the result (complex numbers as pairs) so that it can be checked.
  std::function<std::vector<double>(const Parameters& parameters, Tracer& tracer,
                                    const InputData& input)>
      run;
};

/// Every kernel, in the order of the paper; those for the same task stand together.
[[nodiscard]] std::span<const Kernel> kernels();

/// The kernel of that name, or the nest that comes with dmc; throws dmc::Error with the nearest
/// name otherwise.
[[nodiscard]] const Kernel& find_kernel(std::string_view name);
/// The same; null where there is none.
[[nodiscard]] const Kernel* known_kernel(std::string_view name);

/// Whether kernels() has it.
[[nodiscard]] bool is_compiled_kernel(std::string_view name);

/// Whether a parameter of that name can be given.
[[nodiscard]] bool has_parameter(const Kernel& kernel, std::string_view name);

/// Defaults filled in and every value checked against its range, then the kernel's own checks.
[[nodiscard]] Parameters resolve_parameters(const Kernel& kernel, const Parameters& given);

/// What parameters are where no others than these are given, as far as that is known: those that
/// must be given are left out.
[[nodiscard]] Parameters default_parameters(const Kernel& kernel, const Parameters& given = {});

/// Accesses and distinct data of a run under a model.
struct Footprint {
  std::uint64_t accesses;
  std::uint64_t data;  ///< elements, or blocks where the model has them
  /// False: an upper bound, for omitted temporaries whose data is reused and for blocks of arrays
  /// that are touched in part.
  bool data_is_exact;
  std::uint64_t value_bytes;  ///< memory for the kernel's own numbers
};
[[nodiscard]] Footprint footprint(const Plan& plan, const Model& model);

}  // namespace dmc
