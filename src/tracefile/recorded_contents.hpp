#pragma once

#include <cstdint>
#include <string>

#include "dmc/tracefile/recorded_file.hpp"

#include "frame.hpp"
#include "index.hpp"
#include "open_file.hpp"
#include "record_text.hpp"

namespace dmc::tracefile {

/// What a recorded trace tells of itself, and the file that holds the rest.
struct RecordedContents {
  OpenFile file;
  RecordedHeader header;
  RecordedNames names;
  BlockIndex index;
  std::uint64_t digest = 0;

  explicit RecordedContents(const std::string& path);
  [[nodiscard]] FrameReader frames_from(std::uint64_t offset) const {
    return {file.from(offset), file.path(), offset};
  }

 private:
  [[nodiscard]] std::uint64_t read_ending(std::uint64_t after_header) const;
  void read_index(FrameReader& frames);
};

}  // namespace dmc::tracefile
