#include "trace_text.hpp"

#include <algorithm>
#include <memory>
#include <string_view>

namespace dmc::test {

void Flat::add(const Batch& batch) {
  for (ScopeEvent event : batch.events) {
    positions.push_back(accesses.size() + event.position);
    event.position = 0;
    events.push_back(event);
  }
  accesses.insert(accesses.end(), batch.accesses().begin(), batch.accesses().end());
}

ByteSource source_of(const std::string& text) {
  return [&text, at = std::size_t{0}](std::span<char> bytes) mutable {
    const std::size_t count = std::min(bytes.size(), text.size() - at);
    std::copy_n(text.data() + at, count, bytes.data());
    at += count;
    return count;
  };
}

std::string recorded(std::span<const Batch> batches, const TraceNames& names,
                     const RecordedHeader& header) {
  std::string text;
  TraceWriter writer([&](std::string_view bytes) { text += bytes; }, header);
  for (const Batch& batch : batches) {
    writer.add(batch);
  }
  writer.finish(names);
  return text;
}

Content read_recorded(const std::string& text) {
  RecordedReader reader(source_of(text), "trace");
  Content content;
  content.header = reader.header();
  Batch batch;
  while (reader.next(batch)) {
    content.trace.add(batch);
  }
  content.names = reader.names();
  return content;
}

}  // namespace dmc::test
