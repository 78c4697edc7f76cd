#include <algorithm>
#include <array>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "dmc/report/fit_report.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/progress.hpp"

#include "command.hpp"
#include "fit_options.hpp"
#include "kernel_argument.hpp"
#include "options.hpp"

namespace dmc::cli {
namespace {

/// Whether a name is meant to be a file's: no kernel is called so, and it is no nest.
bool is_sweep_file(const std::string& name) {
  if (known_kernel(name) != nullptr || name.ends_with(".loop") || name.ends_with(".c")) {
    return false;
  }
  constexpr std::array<std::string_view, 3> k_endings{".csv", ".jsonl", ".partial"};
  const bool is_named_so = std::any_of(k_endings.begin(), k_endings.end(),
                                       [&](std::string_view end) { return name.ends_with(end); });
  std::error_code error;
  return is_named_so || std::filesystem::exists(name, error);
}

/// What both have in common once it is known which kernel it is; false where help was asked for.
bool parse(Parser& parser, Arguments arguments, const Kernel* kernel) {
  if (kernel != nullptr) {
    const std::array kernels{kernel};
    check_parameters(arguments, kernels, parser);
  }
  return parser.parse(arguments);
}

int fit_file(const std::string& path, Arguments arguments) {
  const Sweep read = read_sweep(path);
  if (read.kernel == nullptr) {
    throw Error(path + ": the sweep has no rows");
  }
  Parser parser = fit_parser(read.kernel, FitSource::sweep);
  add_fit_help(parser, read.kernel, FitSource::sweep, path);
  if (!parse(parser, arguments, read.kernel)) {
    return 0;
  }
  const SweepFitRequest request = sweep_fit_request_of(parser, read, path);
  Output output(parser);
  output.print(fit_document(fit_sweep(request)));
  return 0;
}

int fit_kernel(const Kernel* kernel, Arguments arguments) {
  Parser parser = fit_parser(kernel, FitSource::runs);
  add_fit_help(parser, kernel, FitSource::runs);
  if (!parse(parser, arguments, kernel)) {
    return 0;
  }
  FitRequest request = fit_request_of(parser, *kernel);
  Output output(parser);
  Progress progress(std::string(kernel->name), output.messages());
  request.progress = [&](std::uint64_t done, std::uint64_t total) { progress.report(done, total); };
  const FitResult result = fit_growth(request);
  progress.clear();
  output.print(fit_document(result));
  return 0;
}

}  // namespace

int fit_command(Arguments arguments) {
  const Parser common = fit_parser(nullptr, FitSource::runs);
  const std::vector<std::string> names = kernel_arguments(arguments, common);
  if (names.empty() && !asks_for_help(arguments)) {
    throw Error(
        "fit takes a kernel or a sweep, as in: dmc fit conv --n 64:1024:x2 --k 3, or dmc fit "
        "conv.csv");
  }
  if (names.empty()) {
    return fit_kernel(nullptr, arguments);
  }
  if (is_sweep_file(names.front())) {
    return fit_file(names.front(), arguments);
  }
  NamedKernels named(common);
  return fit_kernel(&named.find(names.front()), arguments);
}

}  // namespace dmc::cli
