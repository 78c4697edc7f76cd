#pragma once

#include <cstdint>
#include <filesystem>

namespace dmc {

/// Bytes that this process can still take without swapping: the machine's MemAvailable, the room
/// left in each memory cgroup (v1 or v2) around the process, and under its address-space limit,
/// whichever is least. The largest value where the system does not say.
[[nodiscard]] std::uint64_t available_memory();

/// The same as a file tree tells it that has proc/ and sys/ beneath `root`; without the limit on
/// the address space.
[[nodiscard]] std::uint64_t available_memory(const std::filesystem::path& root);

}  // namespace dmc
