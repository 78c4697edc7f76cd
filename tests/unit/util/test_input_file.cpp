#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

#include "dmc/util/error.hpp"
#include "dmc/util/input_file.hpp"

#include "catch.hpp"
#include "temporary_folder.hpp"

using namespace dmc;
using dmc::test::TemporaryFolder;

namespace {

namespace fs = std::filesystem;

}  // namespace

TEST_CASE("a file is read whole, up to a limit") {
  const TemporaryFolder folder;
  const std::string text = std::string(100'000, 'a') + '\0' + "\n\xff";
  std::ofstream(folder / "f", std::ios::binary) << text;
  CHECK(read_whole_file(folder / "f") == text);
  CHECK(read_whole_file(folder / "f", text.size()) == text);
  CHECK_THROWS_WITH(read_whole_file(folder / "f", text.size() - 1),
                    Catch::Contains("is larger than 97.7 KiB"));
  CHECK_THROWS_WITH(read_whole_file("/dev/zero", 1 << 20),
                    Catch::Contains("/dev/zero is larger than 1.0 MiB"));
}

TEST_CASE("what cannot be read is an error with the file's name") {
  const TemporaryFolder folder;
  CHECK_THROWS_WITH(read_whole_file(folder / "missing"), Catch::Contains("missing: No such file"));
  CHECK_THROWS_WITH(read_whole_file(folder / ""), Catch::Contains("Is a directory"));
  // Its first page is not there, so that reading gives an error of input and output.
  if (fs::exists("/proc/self/mem")) {
    CHECK_THROWS_AS(read_whole_file("/proc/self/mem"), Error);
  }
}

TEST_CASE("a file is the same under all of its names") {
  const TemporaryFolder folder;
  std::ofstream(folder / "a") << "a";
  std::ofstream(folder / "b") << "a";
  fs::create_symlink("a", folder / "link");
  fs::create_hard_link(folder / "a", folder / "twin");
  const auto a = identity_of(folder / "a");
  REQUIRE(a);
  CHECK(identity_of(folder / "link") == a);
  CHECK(identity_of(folder / "twin") == a);
  CHECK(identity_of(folder / "b") != a);
  CHECK_FALSE(identity_of(folder / "missing"));
  CHECK_FALSE(identity_of("/dev/null"));
  CHECK_FALSE(identity_of(folder / ""));
}
