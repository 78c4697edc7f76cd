#pragma once

#include <string>

#include "dmc/analysis/run.hpp"
#include "dmc/kernels/kernel.hpp"
#include "dmc/report/document.hpp"
#include "dmc/trace/model.hpp"

namespace dmc {

struct RunReportOptions {
  bool all_classes = false;  ///< also list the reuse classes below 0.1% of the DMD one by one
  /// What is measured where it is no kernel of dmc's own, for people.
  std::string program_text = "a recorded program";
};

/// A measurement as a document; its JSON has the schema "dmc.run/1". Times are in the footer only,
/// so that the same run gives the same text.
[[nodiscard]] Document run_document(const RunResult& result, const RunReportOptions& options = {});

/// The same of what a program has measured itself, under a name of its own; `dmc check` reads the
/// JSON as a result.
[[nodiscard]] Document measurement_document(const Measurement& measurement, std::string program,
                                            const Model& model = {});

// Parts that every report about runs has in common.

/// The kernel's name, or that of the recorded program.
[[nodiscard]] std::string program_name(const RunResult& result);

/// "n=512 k=3", in the kernel's order, choices by name.
[[nodiscard]] std::string parameters_text(const Kernel& kernel, const Parameters& parameters);
[[nodiscard]] std::string parameter_text(const Value& value);  ///< "512"
[[nodiscard]] Object parameters_object(const Kernel& kernel, const Parameters& parameters);
[[nodiscard]] std::string parameters_text(const RunResult& result);
[[nodiscard]] Object parameters_object(const RunResult& result);

/// "block 1, 1 bit, cold free, temporaries fresh", and what is omitted.
[[nodiscard]] std::string model_text(const Model& model);
[[nodiscard]] Object model_object(const Model& model);

/// "17–18", or the one distance that all have; empty where there is no reuse.
[[nodiscard]] std::string distances_text(const ReuseTotals& totals);

/// The class as people read it: "I carried by j".
[[nodiscard]] std::string class_text(const ClassTotals& totals);

}  // namespace dmc
