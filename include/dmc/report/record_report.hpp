#pragma once

#include <string>

#include "dmc/record/record.hpp"
#include "dmc/report/document.hpp"

namespace dmc {

/// What a program's accesses cost, by who touches what again: its JSON has the schema
/// "dmc.record/1", with `reuse_classes`, `lines`, `arrays` and `threads`.
[[nodiscard]] Document record_document(const RecordResult& result);

/// The same in one paragraph: what costs most, and what might be done.
[[nodiscard]] std::string record_words(const RecordResult& result);

/// Stacks of calls with what their accesses cost, a line each: "main;solve;relax 81233". What draws
/// flame graphs reads it.
[[nodiscard]] std::string folded_stacks(const LineProfile& profile);

/// The source lines of a program with what each costs: "dmc.annotate/1".
[[nodiscard]] Document annotate_document(const LineProfile& profile, const std::string& title);

/// The source files that are read for it.
[[nodiscard]] std::vector<std::string> source_files(const LineProfile& profile);

/// The same as a page.
[[nodiscard]] std::string annotate_page(const LineProfile& profile, const std::string& title);

}  // namespace dmc
