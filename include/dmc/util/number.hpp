#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dmc {

/// "4,419,647".
[[nodiscard]] std::string grouped(std::uint64_t value);

/// `digits` significant digits without trailing zeros, the whole part grouped: "40,055,065.6393".
/// Very large and very small magnitudes are written with an exponent.
[[nodiscard]] std::string significant(double value, int digits);

/// The shortest decimal that reads back as the same double; "nan" and "inf" where it is none.
[[nodiscard]] std::string shortest(double value);

/// Four digits and a unit: "40.06 M", "1.234 k", "812". Thousands (k), millions (M), G, T, P, E.
[[nodiscard]] std::string human(double value);

/// A share of 1 with one decimal: "24.6%"; "<0.1%" where there is something, but less than shows.
[[nodiscard]] std::string percent(double share);

/// measured/formula: four significant digits, all shown ("1.000"); a bare "1" is
/// equality up to the rounding of doubles.
[[nodiscard]] std::string ratio_text(double ratio);

/// A length of time: "0.42 s", "12.3 s", "3 min 05 s", "2 h 07 min".
[[nodiscard]] std::string duration(double seconds);

/// A size of memory: "512 bytes", "1.5 GiB".
[[nodiscard]] std::string memory_text(std::uint64_t bytes);

/// A whole number as people type it: digits, "_" between them, an exponent, a unit: "512", "1_000",
/// "1e6", "2.5k", "64Ki". Units are k, M, G, T, P (thousands) and Ki, Mi, ... (powers of 1024).
/// Throws dmc::Error naming `option`, what was given and the legal range for anything else: signs,
/// other letters, fractions, and values outside [min, max].
[[nodiscard]] std::uint64_t parse_count(std::string_view option, std::string_view text,
                                        std::uint64_t min, std::uint64_t max);

/// A size of memory in bytes, written like a count. A unit alone counts by 1024, as memory does:
/// "32K", "32Ki" and "32KiB" are 32,768 bytes; only with a B of its own it counts by 1000: "32kB".
/// A fraction of a unit is rounded down to whole bytes. Throws dmc::Error as parse_count() does.
[[nodiscard]] std::uint64_t parse_size(std::string_view option, std::string_view text,
                                       std::uint64_t min, std::uint64_t max);

}  // namespace dmc
