#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dmc/util/error.hpp"
#include "dmc/util/interruption.hpp"
#include "dmc/util/output_file.hpp"

#include "catch.hpp"
#include "temporary_folder.hpp"

using namespace dmc;
using dmc::test::TemporaryFolder;

namespace {

namespace fs = std::filesystem;

std::string content(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

void put(const std::string& path, const std::string& text) {
  std::ofstream(path) << text;
}

}  // namespace

TEST_CASE("a file appears with commit and not before") {
  const TemporaryFolder folder;
  OutputFile file(folder / "out", "-o");
  file.write("abc");
  CHECK_FALSE(fs::exists(folder / "out"));
  file.commit();
  CHECK(content(folder / "out") == "abc");
  CHECK(folder.files() == 1);
}

TEST_CASE("without commit nothing is left and what was there stays") {
  const TemporaryFolder folder;
  put(folder / "out", "old");
  {
    OutputFile file(folder / "out", "-o");
    file.write(std::string(3 << 20, 'x'));  // more than is buffered
  }
  CHECK(content(folder / "out") == "old");
  CHECK(folder.files() == 1);
}

TEST_CASE("a replaced file keeps its permissions, and a link to it stays a link") {
  const TemporaryFolder folder;
  put(folder / "out", "old");
  REQUIRE(::chmod((folder / "out").c_str(), 0640) == 0);
  fs::create_symlink("out", folder / "link");
  OutputFile file(folder / "link", "-o");
  file.write("new");
  file.commit();
  CHECK(content(folder / "out") == "new");
  CHECK(fs::is_symlink(folder / "link"));
  CHECK(fs::status(folder / "out").permissions() == static_cast<fs::perms>(0640));
}

TEST_CASE("a link to nothing makes the file that it points to") {
  const TemporaryFolder folder;
  fs::create_directory(folder / "sub");
  fs::create_symlink("sub/second", folder / "first");
  fs::create_symlink("out", folder / "sub/second");  // relative to its own folder
  OutputFile file(folder / "first", "-o");
  file.write("new");
  file.commit();
  CHECK(content(folder / "sub/out") == "new");
  CHECK(fs::is_symlink(folder / "first"));
  CHECK(fs::is_symlink(folder / "sub/second"));
  CHECK(resolved_path(folder / "first") == fs::canonical(folder / "sub/out").string());
}

TEST_CASE("a link that leads nowhere is an error and stays") {
  const TemporaryFolder folder;
  fs::create_symlink("missing/out", folder / "link");
  fs::create_symlink("b", folder / "a");
  fs::create_symlink("a", folder / "b");
  CHECK_THROWS_WITH(OutputFile(folder / "link", "-o"), Catch::Contains("No such file"));
  CHECK_THROWS_WITH(OutputFile(folder / "a", "-o"), Catch::Contains("symbolic links"));
  CHECK(folder.files() == 3);
}

TEST_CASE("moving a file that is being written moves the duty to finish it") {
  const TemporaryFolder folder;
  auto first = std::make_unique<OutputFile>(folder / "out", "-o");
  first->write("one ");
  OutputFile second(std::move(*first));
  first.reset();
  second.write("two");
  second.commit();
  CHECK(content(folder / "out") == "one two");
}

TEST_CASE("what cannot be written is known at once and says which option it was") {
  const TemporaryFolder folder;
  CHECK_THROWS_AS(OutputFile(folder / "missing/out", "-o"), Error);
  CHECK_THROWS_AS(OutputFile(folder / "", "-o"), Error);
  CHECK_THROWS_AS(OutputFile("", "-o"), Error);
  CHECK_THROWS_WITH(OutputFile(folder / "missing/out", "--mrc"),
                    Catch::Matchers::StartsWith("--mrc: cannot write"));
  CHECK(folder.files() == 0);
}

TEST_CASE("devices are written directly and their errors are reported") {
  OutputFile null("/dev/null", "-o");
  null.write("abc");
  null.commit();
  CHECK(fs::is_character_file("/dev/null"));
  OutputFile full("/dev/full", "-o");
  full.write("abc");
  CHECK_THROWS_WITH(full.commit(), Catch::Matchers::Contains("No space left"));
}

TEST_CASE("signals that end the program remove what is unfinished") {
  for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGXCPU, SIGALRM, SIGUSR1}) {
    const TemporaryFolder folder;
    const pid_t child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
      std::signal(signal, SIG_DFL);
      const rlimit no_core{0, 0};
      ::setrlimit(RLIMIT_CORE, &no_core);
      static_cast<void>(std::freopen("/dev/null", "w", stderr));
      clean_up_when_interrupted();
      const OutputFile file(folder / "out", "-o");
      ::raise(signal);
      ::_exit(0);  // not reached
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(WIFSIGNALED(status));
    CHECK(WTERMSIG(status) == signal);
    CHECK(folder.files() == 0);
  }
}

TEST_CASE("a limit on the size of files is an error of writing, and leaves nothing") {
  const TemporaryFolder folder;
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    clean_up_when_interrupted();
    const rlimit small{1000, 1000};
    ::setrlimit(RLIMIT_FSIZE, &small);
    try {
      OutputFile file(folder / "out", "-o");
      file.write(std::string(2000, 'x'));
      file.commit();
    } catch (const Error& error) {
      ::_exit(std::string(error.what()).find("too large") == std::string::npos ? 1 : 2);
    }
    ::_exit(0);
  }
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  REQUIRE(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 2);
  CHECK(folder.files() == 0);
}
