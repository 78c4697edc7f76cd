#pragma once

#include <string_view>

namespace dmc {

/// Writes a line to standard error, with what terminals would act on escaped (printable()). Where
/// standard error does not take it there is nobody to tell, so nothing is thrown: what the program
/// does and how it ends do not depend on it.
void write_message(std::string_view line);

}  // namespace dmc
