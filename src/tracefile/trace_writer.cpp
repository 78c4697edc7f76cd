#include "dmc/tracefile/trace_writer.hpp"

#include <string>
#include <utility>

#include "block.hpp"
#include "frame.hpp"
#include "index.hpp"
#include "record_text.hpp"
#include "wire.hpp"

namespace dmc {

using namespace tracefile;

class TraceWriter::State {
 public:
  State(ByteSink sink, const RecordedHeader& header) : sink_(std::move(sink)) {
    write(opening(k_trace_magic, k_trace_version));
    write(frames_.frame(k_head_tag, header_text(header), FrameWriter::Compression::none,
                        "the trace's header"));
  }

  void add(const Batch& batch) {
    BlockEncoder::Position at;
    while (at.access < batch.count || at.event < batch.events.size()) {
      encoder_.add(batch, at);
      if (encoder_.full()) {
        write_block();
      }
    }
    accesses_ += batch.count;
  }

  void finish(const TraceNames& names) {
    if (!encoder_.empty()) {
      write_block();
    }
    const std::uint64_t end = bytes_;
    write(frames_.frame(k_names_tag, names_text({names, accesses_, index_.entries().size()}),
                        FrameWriter::Compression::none, "the names of arrays and scopes"));
    for (std::size_t from = 0; from < index_.entries().size(); from += k_index_entries) {
      write(frames_.frame(k_index_tag, index_.text(from), FrameWriter::Compression::zstd,
                          "the index"));
    }
    write(ending(end));
  }

  [[nodiscard]] std::uint64_t accesses() const { return accesses_; }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  void write_block() {
    const std::uint64_t first = encoder_.first();
    const std::string_view frame =
        frames_.frame(k_block_tag, encoder_.finish(), FrameWriter::Compression::zstd, "a block");
    index_.add({bytes_, first, checksum_of(frame)});
    write(frame);
  }

  void write(std::string_view bytes) {
    sink_(bytes);
    bytes_ += bytes.size();
  }

  ByteSink sink_;
  FrameWriter frames_;
  BlockEncoder encoder_;
  BlockIndex index_;
  std::uint64_t accesses_ = 0;
  std::uint64_t bytes_ = 0;
};

TraceWriter::TraceWriter(ByteSink sink, const RecordedHeader& header)
    : state_(std::make_unique<State>(std::move(sink), header)) {}
TraceWriter::~TraceWriter() = default;
TraceWriter::TraceWriter(TraceWriter&&) noexcept = default;
TraceWriter& TraceWriter::operator=(TraceWriter&&) noexcept = default;

void TraceWriter::add(const Batch& batch) {
  state_->add(batch);
}
void TraceWriter::finish(const TraceNames& names) {
  state_->finish(names);
}
std::uint64_t TraceWriter::accesses() const {
  return state_->accesses();
}
std::uint64_t TraceWriter::bytes() const {
  return state_->bytes();
}

}  // namespace dmc
