#pragma once

#include <string>
#include <string_view>

namespace dmc::cli {

/// Throws dmc::Error, which names the option and says what to install, where there is no gnuplot.
void require_gnuplot(std::string_view option);

/// What gnuplot prints when it is given a script. Throws dmc::Error with its complaint where it has
/// one.
[[nodiscard]] std::string run_gnuplot(std::string_view option, const std::string& script);

}  // namespace dmc::cli
