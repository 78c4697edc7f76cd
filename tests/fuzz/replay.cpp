#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

// Stands in for libFuzzer: every file of the corpus as it is, and some thousand damaged copies, the
// same ones every time.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void run(const std::string& input) {
  // Memory that ends with the input, so that sanitizers see what is read beyond it.
  const std::vector<std::uint8_t> bytes(input.begin(), input.end());
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

std::string damaged(std::string input, std::mt19937_64& random) {
  constexpr std::string_view k_tokens = "0x,\n\r \"ILSM:@9f\xff";
  for (std::uint64_t times = random() % 4 + 1; times != 0 && !input.empty(); --times) {
    const auto at = static_cast<std::size_t>(random() % input.size());
    switch (random() % 4) {
      case 0:
        input[at] = static_cast<char>(random());
        break;
      case 1:
        input.resize(at);
        break;
      case 2:
        input.insert(at, 1, k_tokens[random() % k_tokens.size()]);
        break;
      default:
        input.erase(at, random() % 8 + 1);
    }
  }
  return input;
}

}  // namespace

int main(int argc, char** argv) {
  constexpr int k_copies = 300;
  int files = 0;
  for (int i = 1; i < argc; ++i) {
    for (const auto& entry : std::filesystem::directory_iterator(argv[i])) {
      std::ifstream file(entry.path(), std::ios::binary);
      const std::string input{std::istreambuf_iterator<char>(file), {}};
      std::mt19937_64 random(input.size());
      run(input);
      for (int copy = 0; copy < k_copies; ++copy) {
        run(damaged(input, random));
      }
      ++files;
    }
  }
  std::printf("%d files, each with %d damaged copies\n", files, k_copies);
  return files == 0 ? 1 : 0;
}
