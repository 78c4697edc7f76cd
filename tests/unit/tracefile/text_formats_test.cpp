#include "catch.hpp"
#include "read_all.hpp"

// Lines written by hand, with what they mean according to each tool's own description.
namespace dmc::test {
namespace {

using enum ReferenceKind;
using References = std::vector<TraceReference>;

TEST_CASE("lackey: four kinds of lines; a modification reads, then writes") {
  const Trace trace = read_all(
      "==7== Lackey, an example Valgrind tool\n"
      "==7== \n"
      "I  0401ab70,3\n"
      " L 1fff000628,8\n"
      " S 1fff000620,16\n"
      " M 04033e06,1\n"
      "==7== Counted 1 call to main()\n");
  CHECK(trace.format == "lackey");
  CHECK(trace.references == References{{0x401ab70, 3, 0, fetch},
                                       {0x1fff000628, 8, 0, read},
                                       {0x1fff000620, 16, 0, write},
                                       {0x4033e06, 1, 0, read},
                                       {0x4033e06, 1, 0, write}});
  CHECK(trace.counts.unrelated == 0);
  CHECK(trace.threads.size() == 1);
}

TEST_CASE("lackey: the traced program's own output is passed over and counted") {
  const Trace trace = read_all(
      "==7== Lackey\n"
      "I  0401ab70,3\n"
      "bin  etc  usr\n"
      "\n"
      " Latin text\n"
      "half a lineI  0401ab73,3\n"
      " L 1000,8\n");
  CHECK(trace.references == References{{0x401ab70, 3, 0, fetch}, {0x1000, 8, 0, read}});
  CHECK(trace.counts.unrelated == 4);
}

TEST_CASE("din: labels 0 to 4, with and without 0x and comments") {
  const Trace trace = read_all(
      "0 1fff000628\n"
      "1 0x10 a comment\n"
      "  2  401ab70\n"
      "3 ABCDEF\n"
      "4 0\n"
      "\n"
      "0\t7\n");
  CHECK(trace.format == "din");
  CHECK(trace.references == References{{0x1fff000628, 1, 0, read},
                                       {0x10, 1, 0, write},
                                       {0x401ab70, 1, 0, fetch},
                                       {0xabcdef, 1, 0, other},
                                       {0x7, 1, 0, read}});
}

TEST_CASE("pinatrace: reads and writes; sizes and values where that version has them") {
  const Trace trace = read_all(
      "0x7f1e30: R 0x7ffd10\n"
      "0x7f1e34: W 0x7ffd18\n"
      "#eof\n");
  CHECK(trace.format == "pinatrace");
  CHECK(trace.references == References{{0x7ffd10, 1, 0, read}, {0x7ffd18, 1, 0, write}});
  CHECK(trace.counts.note.empty());
  const Trace with_values = read_all("0x1: R 0x00007ffd10  8 0xff\n0x2: W             0x20 4\n");
  CHECK(with_values.references == References{{0x7ffd10, 8, 0, read}, {0x20, 4, 0, write}});
  CHECK(contains(with_values.counts.note, "#eof"));
}

constexpr std::string_view k_view =
    "Output format:\n"
    "<--record#-> <--instr#->: <---tid---> <record details>\n"
    "------------------------------------------------------------\n"
    "           1           0:     2765542 <marker: version 5>\n"
    "       47742       37769:     2765543 ifetch       6 byte(s) @ 0x0000000000404a78 0f 84 5b "
    "jz\n"
    "       47743       37770:     2765543 ifetch       8 byte(s) @ 0x0000000000404a7e 48 8b 5c 24 "
    "lea\n"
    "       47743       37770:     2765543                                             00\n"
    "       47744       37770:     2765543 read         8 byte(s) @ 0x00007fdf64e2adc8 by PC "
    "0x0000000000404a7e\n"
    "------------------------------------------------------------\n"
    "       47745       37771:     2765544 write        4 byte(s) @ 0x00007fdf64e2add0 by PC "
    "0x0000000000404a7e\n"
    "View tool results:\n"
    "              6 : total instructions\n";

TEST_CASE("drmemtrace: accesses among markers, headings and wrapped disassembly") {
  const Trace trace = read_all(k_view);
  CHECK(trace.format == "drmemtrace");
  CHECK(trace.references == References{{0x404a78, 6, 0, fetch},
                                       {0x404a7e, 8, 0, fetch},
                                       {0x7fdf64e2adc8, 8, 0, read},
                                       {0x7fdf64e2add0, 4, 1, write}});
  CHECK(trace.threads == std::vector<std::string>{"2765543", "2765544"});
  CHECK(trace.counts.unrelated == 0);
}

TEST_CASE("drmemtrace: threads of several workloads") {
  const Trace trace = read_all(
      "  1  1: W0.T292 read  8 byte(s) @ 0x10 by PC 0x1\n"
      "  2  1: W1.T292 read  8 byte(s) @ 0x18 by PC 0x1\n"
      "  3  1: W0.T292 write 2 byte(s) @ 0x20 by PC 0x1\n");
  CHECK(trace.threads == std::vector<std::string>{"W0.T292", "W1.T292"});
  REQUIRE(trace.references.size() == 3);
  CHECK(trace.references[1] == TraceReference{0x18, 8, 1, read});
  CHECK(trace.references[2] == TraceReference{0x20, 2, 0, write});
}

TEST_CASE("msr: bytes of disks, each with addresses of its own") {
  const Trace trace = read_all(
      "128166372003061629,hm,1,Read,2096128,512,2059\r\n"
      "128166372016382155,hm,0,Write,3221266432,4096,1963\r\n");
  CHECK(trace.format == "msr");
  CHECK(trace.references ==
        References{{2096128, 512, 0, read, 0}, {3221266432, 4096, 0, write, 1}});
}

TEST_CASE("spc: logical blocks of 512 bytes") {
  const Trace trace = read_all("0,20941264,8192,W,0.551706\n2,3,512,r,0.9,more\n");
  CHECK(trace.format == "spc");
  CHECK(trace.references ==
        References{{20941264ULL * 512, 8192, 0, write}, {1536, 512, 0, read, 1}});
}

TEST_CASE("csv: plain ids in decimal and hexadecimal") {
  const Trace trace = read_all("5\n0x10\n18446744073709551615\n5");
  CHECK(trace.format == "csv");
  CHECK(trace.references ==
        References{{5, 1, 0, read}, {16, 1, 0, read}, {~0ULL, 1, 0, read}, {5, 1, 0, read}});
}

TEST_CASE("csv: a column by name, by number, and the only one beneath its name") {
  const std::string_view table = "time,key,size\n1,77,8\n2,\"78\",8\n3, 77 ,8\n";
  const References expected{{77, 1, 0, read}, {78, 1, 0, read}, {77, 1, 0, read}};
  CHECK(read_all(table, {.column = "key"}).references == expected);
  CHECK(read_all(table, {.column = "2"}).references == expected);
  CHECK(read_all("time\tkey\n1\t77\n2\t78\n3\t77\n", {.column = "key"}).references == expected);
  CHECK(read_all("1;77\n2;78\n3;77\n", {.column = "2"}).references == expected);
  CHECK(read_all("id\n77\n78\n77\n").references == expected);
}

TEST_CASE("csv: text keys are alike exactly where they are spelled alike") {
  const Trace trace = read_all("op,key\nget,\"a,b\"\nset,ab\nget,\"a,b\"\nget,a\n",
                               {.column = "key", .text_keys = true});
  REQUIRE(trace.references.size() == 4);
  CHECK(trace.references[0] == trace.references[2]);
  CHECK(trace.references[0].address != trace.references[1].address);
  CHECK(trace.references[1].address != trace.references[3].address);
}

TEST_CASE("lines may end in either way, the last in none") {
  const References expected{{0x10, 8, 0, read}, {0x20, 8, 0, write}, {0x30, 8, 0, read}};
  CHECK(read_all(" L 10,8\n S 20,8\n L 30,8\n").references == expected);
  CHECK(read_all(" L 10,8\r\n S 20,8\n L 30,8").references == expected);
  CHECK(read_all(" L 10,8\r\n S 20,8\r\n L 30,8\r\n").references == expected);
}

}  // namespace
}  // namespace dmc::test
