#pragma once

#include <string_view>

namespace dmc {

/// Writes a line to standard error, with what terminals would act on escaped (printable()). Where
/// standard error does not take it there is nobody to tell, so nothing is thrown: what the program
/// does and how it ends do not depend on it.
void write_message(std::string_view line);

/// The same for text of several lines that is ready to be shown, its colours included.
void write_to_stderr(std::string_view text);

}  // namespace dmc
