#include "catch.hpp"
#include "read_all.hpp"

// Which address space a reference is of: lines by hand, and what they mean.
namespace dmc::test {
namespace {

using enum ReferenceKind;
using References = std::vector<TraceReference>;

std::vector<std::uint32_t> spaces_of(const Trace& trace) {
  std::vector<std::uint32_t> spaces;
  for (const TraceReference& reference : trace.references) {
    spaces.push_back(reference.space);
  }
  return spaces;
}

TEST_CASE("lackey: Valgrind's own lines say which process goes on") {
  const std::string text =
      "==100== Lackey, an example Valgrind tool\n"
      " L 10,8\n"
      "==101== Lackey, an example Valgrind tool\n"
      " L 10,8\n"
      "--100-- a warning\n"
      " M 10,8\n"
      "**101** said by the program\n"
      " S 10,8\n"
      "==100== \n"
      " S 10,8\n";
  const Trace trace = read_all(text);
  CHECK(spaces_of(trace) == std::vector<std::uint32_t>{0, 1, 0, 0, 1, 0});
  CHECK(trace.spaces == std::vector<std::string>{"process 100", "process 101"});
  CHECK(trace.counts.unrelated == 0);
  const Trace shared = read_all(text, {.shared = true});
  CHECK(spaces_of(shared) == std::vector<std::uint32_t>(6, 0));
}

TEST_CASE(
    "lackey: what comes before the first heading is the same process's; times may stand there") {
  const Trace trace = read_all(
      " L 10,8\n"
      "==00:00:00:01.250 4711== half-way\n"
      " L 10,8\n"
      "==00:00:00:01.260 4712== another\n"
      " L 10,8\n");
  CHECK(spaces_of(trace) == std::vector<std::uint32_t>{0, 0, 1});
  CHECK(trace.spaces == std::vector<std::string>{"process 4711", "process 4712"});
}

TEST_CASE(
    "lackey: a line of the program that only looks a little like Valgrind's changes nothing") {
  const Trace trace =
      read_all("==7== Lackey\n L 10,8\n==8\n== 8 ==\n==8==x\n==title==\n==== 8 ====\n L 10,8\n");
  CHECK(spaces_of(trace) == std::vector<std::uint32_t>{0, 0});
}

TEST_CASE("msr: a disk is a host's, however its name is spaced") {
  const Trace trace = read_all(
      "1,usr,0,Read,4096,512,1\n"
      "1,usr,1,Read,4096,512,1\n"
      "1,web,0,Read,4096,512,1\n"
      "1, usr , 0, Read, 4096, 512, 1\n");
  CHECK(spaces_of(trace) == std::vector<std::uint32_t>{0, 1, 2, 0});
  CHECK(trace.spaces == std::vector<std::string>{"disk usr,0", "disk usr,1", "disk web,0"});
}

TEST_CASE("disks stay apart in a shared trace") {
  const Trace trace = read_all("0,8,512,r,0\n1,8,512,r,0\n00,8,512,r,0\n", {.shared = true});
  CHECK(spaces_of(trace) == std::vector<std::uint32_t>{0, 1, 0});
}

Trace read_both(const std::string& first, const std::string& second, bool shared = false) {
  const TemporaryFile a(first);
  const TemporaryFile b(second);
  ReferenceReader reader(std::vector<std::string>{a.path(), b.path()}, {.shared = shared});
  Trace trace = everything(reader);
  for (std::string& space : trace.spaces) {
    const std::string file = space.substr(0, space.find(':'));
    space.replace(0, file.size(), file == a.path() ? "a" : file == b.path() ? "b" : file);
  }
  return trace;
}

TEST_CASE("several files: one after the other, each with spaces of its own") {
  const Trace din = read_both("0 10\n1 18\n", "0 10\n");
  CHECK(din.references ==
        References{{0x10, 1, 0, read, 0}, {0x18, 1, 0, write, 0}, {0x10, 1, 0, read, 1}});
  CHECK(din.spaces == std::vector<std::string>{"a", "b"});
  const std::string logs[] = {"==1== x\n L 10,8\n==2== x\n L 10,8\n", "==1== y\n L 10,8\n"};
  const Trace lackey = read_both(logs[0], logs[1]);
  CHECK(spaces_of(lackey) == std::vector<std::uint32_t>{0, 1, 2});
  CHECK(lackey.spaces == std::vector<std::string>{"a: process 1", "a: process 2", "b: process 1"});
}

TEST_CASE("several files that are shared: equal names mean the same") {
  CHECK(spaces_of(read_both("0 10\n", "0 10\n", true)) == std::vector<std::uint32_t>{0, 0});
  const Trace spc = read_both("3,8,512,r,0\n4,8,512,r,0\n", "4,8,512,r,0\n5,8,512,r,0\n", true);
  CHECK(spaces_of(spc) == std::vector<std::uint32_t>{0, 1, 1, 2});
}

TEST_CASE("several files: threads of equal number are different ones") {
  const std::string line = "1 1: 5 read 8 byte(s) @ 0x10\n";
  const Trace apart = read_both(line, line);
  REQUIRE(apart.references.size() == 2);
  CHECK(apart.references[0].thread == 0);
  CHECK(apart.references[1].thread == 1);
  CHECK(read_both(line, line, true).references[1].thread == 0);
}

TEST_CASE("several files: lines are counted in each, and a bad one names its file") {
  const TemporaryFile a("0 10\n0 18\n");
  const TemporaryFile b("0 10\nx\n");
  ReferenceReader reader(std::vector<std::string>{a.path(), b.path()},
                         {.format = "din", .lenient = true});
  const Trace trace = everything(reader);
  CHECK(trace.references.size() == 3);
  CHECK(contains(trace.counts.first_bad, b.path() + ", line 2"));
}

TEST_CASE("several files of different formats are refused before anything is read") {
  const TemporaryFile din("0 10\n1 18\n");
  const TemporaryFile lackey("==1== x\n L 10,8\n");
  CHECK_THROWS_WITH(ReferenceReader(std::vector<std::string>{din.path(), lackey.path()}, {}),
                    Catch::Contains("must be of one format"));
  CHECK_THROWS_WITH(ReferenceReader(std::vector<std::string>{din.path(), "/nowhere/b"}, {}),
                    Catch::Contains("/nowhere/b"));
}

}  // namespace
}  // namespace dmc::test
