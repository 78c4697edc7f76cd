#pragma once

#include <string_view>

namespace dmc {

// Files that are no trace dmc reads, but which people give it. Each is told what it is and what to
// do.

/// Throws dmc::Error for files whose first bytes say what they are: other compressions, archives,
/// text of 16 bits a character, programs. These hold whatever format is asked for.
void refuse_container(std::string_view beginning, std::string_view name);

/// Throws dmc::Error, with the reason, for what perf records and prints: it looks like a trace and
/// is a sample of one.
void refuse_sampled_profile(std::string_view beginning, std::string_view name);

/// What text is that says so itself: "this is …; do …". Empty: nothing is known.
[[nodiscard]] std::string_view advice_on(std::string_view beginning, bool complete);
/// The same for what may be keys or numbers, where no format recognises them.
[[nodiscard]] std::string_view advice_on_words(std::string_view beginning, bool complete);

}  // namespace dmc
