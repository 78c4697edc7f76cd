#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace dmc {

/// The most that is read of a file that is held in memory as a whole: far more than any that makes
/// sense, and less than would trouble a machine.
inline constexpr std::uint64_t k_largest_text = std::uint64_t{64} << 20;
inline constexpr std::uint64_t k_largest_table = std::uint64_t{1} << 30;

/// All of a file; "-" is standard input. Throws dmc::Error, with the file's name, where it cannot
/// be read or does not end within `most` bytes.
[[nodiscard]] std::string read_whole_file(const std::string& path,
                                          std::uint64_t most = k_largest_text);

/// Which file a name leads to, through links: two names are of one file if these are equal.
struct FileIdentity {
  std::uint64_t device;
  std::uint64_t number;

  friend bool operator==(const FileIdentity&, const FileIdentity&) = default;
};

/// The regular file of that name, or of that descriptor; none where there is no such file, or
/// something else (a pipe, a terminal, /dev/null), which can be read and written at once.
[[nodiscard]] std::optional<FileIdentity> identity_of(const std::string& path);
[[nodiscard]] std::optional<FileIdentity> identity_of(int descriptor);

}  // namespace dmc
