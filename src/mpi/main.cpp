#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <mpi.h>

#include "dmc/cli/distributed.hpp"
#include "dmc/cli/program.hpp"
#include "dmc/tracefile/trace_part.hpp"

namespace dmc {
namespace {

// MPI counts in int; longer texts go in several messages.
constexpr std::size_t k_message = std::size_t{1} << 30;

int length_of(std::size_t bytes) {
  return static_cast<int>(std::min(bytes, k_message));
}

void send(const std::string& text, int to) {
  const std::uint64_t size = text.size();
  MPI_Send(&size, 1, MPI_UINT64_T, to, 0, MPI_COMM_WORLD);
  for (std::size_t at = 0; at < text.size(); at += k_message) {
    MPI_Send(text.data() + at, length_of(text.size() - at), MPI_CHAR, to, 0, MPI_COMM_WORLD);
  }
}

std::string receive(int from) {
  std::uint64_t size = 0;
  MPI_Recv(&size, 1, MPI_UINT64_T, from, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
  std::string text(size, '\0');
  for (std::size_t at = 0; at < text.size(); at += k_message) {
    MPI_Recv(text.data() + at, length_of(text.size() - at), MPI_CHAR, from, 0, MPI_COMM_WORLD,
             MPI_STATUS_IGNORE);
  }
  return text;
}

std::string text_of(const TracePart& part) {
  std::string text;
  write_part(part, [&](std::string_view bytes) { text += bytes; });
  return text;
}

TracePart part_of(const std::string& text, int from) {
  std::size_t at = 0;
  const ByteSource source = [&](std::span<char> bytes) {
    const std::size_t count = std::min(bytes.size(), text.size() - at);
    std::copy_n(text.data() + at, count, bytes.data());
    at += count;
    return count;
  };
  return read_part(source, fmt::format("the part of rank {}", from));
}

// A tree: in each round every other of those left hands its part to its left neighbour.
TracePart combine_in_tree(TracePart part, int rank, int ranks) {
  for (int step = 1; step < ranks; step *= 2) {
    if (rank % (2 * step) != 0) {
      send(text_of(part), rank - step);
      return {};
    }
    if (rank + step < ranks) {
      part = combine(part, part_of(receive(rank + step), rank + step));
    }
  }
  return part;
}

std::string first_failure(const std::string& failure, int rank, int ranks) {
  const int mine = failure.empty() ? ranks : rank;
  int first = ranks;
  MPI_Allreduce(&mine, &first, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
  if (first == ranks) {
    return {};
  }
  std::string text = failure;
  std::uint64_t size = text.size();
  MPI_Bcast(&size, 1, MPI_UINT64_T, first, MPI_COMM_WORLD);
  text.resize(size);
  MPI_Bcast(text.data(), length_of(size), MPI_CHAR, first, MPI_COMM_WORLD);
  return text;
}

int run(int argc, char** argv) {
  int rank = 0;
  int ranks = 1;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  return cli::run_distributed(
      argc, argv,
      {.number = static_cast<unsigned>(rank),
       .of = static_cast<unsigned>(ranks),
       .first_failure = [&](const std::string& text) { return first_failure(text, rank, ranks); },
       .combine = [&](TracePart part) { return combine_in_tree(std::move(part), rank, ranks); }});
}

}  // namespace
}  // namespace dmc

int main(int argc, char** argv) {
  dmc::cli::prepare_process();
  MPI_Init(&argc, &argv);
  try {
    const int code = dmc::run(argc, argv);
    MPI_Finalize();
    return code;
  } catch (...) {
    const int code = dmc::cli::report_exception("dmc-mpi");
    MPI_Abort(MPI_COMM_WORLD, code);  // others may be waiting for this rank
    return code;
  }
}
