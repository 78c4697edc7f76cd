#include "catch.hpp"
#include "read_all.hpp"

// Tables written by hand, with the references that their columns mean.
namespace dmc::test {
namespace {

using enum ReferenceKind;
using References = std::vector<TraceReference>;

References ids(const std::vector<std::uint64_t>& numbers) {
  References references;
  for (const std::uint64_t number : numbers) {
    references.push_back({number, 1, 0, read});
  }
  return references;
}

ReadOptions with(std::string_view columns) {
  ReadOptions options;
  options.columns = parse_columns(columns);
  return options;
}

ReadOptions as(std::string_view format) {
  ReadOptions options;
  options.format = format;
  return options;
}

TEST_CASE("tables: a number is a position, also where a value or a name is that number") {
  CHECK(read_all("3,7,2\n4,8,5\n5,7,6\n", {.column = "2"}).references == ids({7, 8, 7}));
  const std::string_view named = "time,3,2\n1,70,8\n2,80,9\n";
  CHECK(read_all(named, {.column = "2"}).references == ids({70, 80}));
  CHECK(contains(read_all(named, {.column = "2"}).counts.note, "in quotes"));
  CHECK(read_all(named, {.column = "\"2\""}).references == ids({8, 9}));
  CHECK(read_all("time,1000\n1,70\n2,80\n", {.column = "1000"}).references == ids({70, 80}));
}

TEST_CASE("tables: the separator is what gives every line as many fields") {
  CHECK(
      read_all("1,/a,Agent/5.0 (X; Y Z) W/5\n2,/b,Other/1 (X; Y) W/5\n3,/c,None\n", {.column = "1"})
          .references == ids({1, 2, 3}));
  CHECK(
      read_all("# time, object, size\n0, 7754, 5\n1, 7755, 6\n", {.column = "object"}).references ==
      ids({7754, 7755}));
  CHECK(read_all("Time (ms),Logical Block Address,Size (B)\n0,7754,5\n",
                 {.column = "Logical Block Address"})
            .references == ids({7754}));
  CHECK(read_all(" time | key \n 1 | 77 \n 2 | 78 \n", {.column = "key"}).references ==
        ids({77, 78}));
  CHECK(read_all("  1    77  x\n 10  78\t y\n100 79 z\n", {.column = "2"}).references ==
        ids({77, 78, 79}));
  CHECK(read_all("1\t77\ta, b\n2\t78\tc, d\n", {.column = "2"}).references == ids({77, 78}));
  CHECK(read_all("0,5;77;1,5\n0,6;78;1,7\n", {.column = "2", .delimiter = ';'}).references ==
        ids({77, 78}));
  CHECK(read_all("1:77\n2:78\n", {.column = "2", .delimiter = ':'}).references == ids({77, 78}));
  CHECK(read_all("1 2,3\n", {.delimiter = '\0', .text_keys = true}).references.size() == 1);
}

TEST_CASE("tables: two separators that fit equally well are asked about") {
  const std::string_view either = "1;5,77\n2;6,78\n";
  CHECK(contains(error_of(either, {.column = "2"}), "--delimiter"));
  CHECK(read_all("1;x,77\n2;y,78\n", {.column = "2", .delimiter = ','}).references ==
        ids({77, 78}));
}

TEST_CASE("tables: quoted fields hold separators, and may have blanks around them") {
  CHECK(read_all("a,\"x,y\" , 77\nb,\"p\"\"q\",78\n", {.column = "3"}).references == ids({77, 78}));
  CHECK(contains(error_of("a,\"x\"y,77\nb,c,78\nb,c,79\n", {.column = "3"}), "line 1"));
}

TEST_CASE("tables: a first line is names where what follows is of another kind") {
  const ReadOptions second{.column = "2", .text_keys = true};
  CHECK(read_all("time,key\n1,a\n2,b\n", second).references.size() == 2);
  CHECK(read_all("1,a\n2,b\n", second).references.size() == 2);
  CHECK(read_all("get,key\nget,key\nset,b\n", second).references.size() == 3);
  // Nothing but the words tells.
  const Trace named = read_all("op,key\nget,a\nset,b\n", second);
  CHECK(named.references.size() == 2);
  CHECK(contains(named.counts.note, "names of the columns"));
  const Trace open = read_all("alpha\nbeta\ngamma\n", {.text_keys = true});
  CHECK(open.references.size() == 3);
  CHECK(contains(open.counts.note, "taken as data"));
  CHECK(read_all("/a\n/b\n/a\n", {.text_keys = true}).counts.note.empty());
  // A name that is given is there.
  CHECK(
      read_all("alpha\nbeta\ngamma\n", {.column = "alpha", .text_keys = true}).references.size() ==
      2);
}

TEST_CASE("tables: a bad id in the first line is no name") {
  for (const std::string_view first : {"-5", "5.5", "1e5", "n/a", "-", "5 apples", "0x", "+5"}) {
    CAPTURE(first);
    const std::string error = error_of(std::string(first) + "\n7\n5\n", {.format = "csv"});
    CHECK(contains(error, "line 1"));
    CHECK(contains(error, "an id is expected"));
  }
  CHECK(contains(error_of("1,abc,5\n2,77,6\n3,78,7\n", {.column = "2"}), "line 1"));
  CHECK(read_all("key\n7\n5\n").references == ids({7, 5}));
}

TEST_CASE("tables: comments, empty lines and either end of a line are no matter") {
  CHECK(read_all("# made today\n\n# time,key\r\n1,77\r\n\n2,78\n# end\n", {.column = "key"})
            .references == ids({77, 78}));
  CHECK(read_all("#7\n#8\n#7\n", {.text_keys = true}).references.size() == 3);
}

TEST_CASE("every text may begin with a byte order mark") {
  const std::string mark = "\xef\xbb\xbf";
  CHECK(read_all(mark + "5\n7\n5").references == ids({5, 7, 5}));
  CHECK(read_all(mark + "time,key\n1,77\n2,78\n", {.column = "key"}).references == ids({77, 78}));
  CHECK(read_all(mark + "\"time\",key\n1,77\n2,78\n", {.column = "time"}).references ==
        ids({1, 2}));
  CHECK(read_all(mark + " L 10,8\n S 20,8\n").references ==
        References{{0x10, 8, 0, read}, {0x20, 8, 0, write}});
  CHECK(read_all(mark + "0 1f\n1 10\n").references ==
        References{{0x1f, 1, 0, read}, {0x10, 1, 0, write}});
  CHECK(read_all(mark + "0x1: R 0x2\n#eof\n").references == References{{2, 1, 0, read}});
  CHECK(read_all(mark + "1,hm,0,Read,0,512,1\n").references == References{{0, 512, 0, read}});
  CHECK(read_all(mark + "0,1,512,r,0.1\n").references == References{{512, 512, 0, read}});
  CHECK(read_all(mark + "0,R,0,512,7\n").format == "alibaba");
}

TEST_CASE("tables: roles of columns") {
  const std::string_view table =
      "volume,op,offset,length\n"
      "a,R,8192,4096\n"
      "b,write,8192,512\n"
      "a,get,0x2000,1\n";
  const References expected{{8192, 4096, 0, read}, {8192, 512, 0, write, 1}, {8192, 1, 0, read}};
  CHECK(read_all(table, with("volume=1,op=2,offset=3,size=4")).references == expected);
  CHECK(read_all(table, with("size=length, offset=OFFSET,op=op,volume=volume")).references ==
        expected);
  CHECK(read_all("1 2\n3 4\n", with("offset=1*512,size=2*512")).references ==
        References{{512, 1024, 0, read}, {1536, 2048, 0, read}});
  CHECK(read_all("7,3\n8,0\n9,1\n", with("id=1,repeat=2")).references == ids({7, 7, 7, 9}));
  // A column may have two roles.
  CHECK(read_all("3,1\n4,1\n", with("id=1,repeat=1,time=2")).references ==
        ids({3, 3, 3, 4, 4, 4, 4}));
}

TEST_CASE("tables: more repeats than fit into a batch are all there") {
  const Trace trace = read_all("7,100000\n8,2\n9,50000\n", with("id=1,repeat=2"));
  REQUIRE(trace.references.size() == 150002);
  CHECK(trace.references[99999].address == 7);
  CHECK(trace.references[100000].address == 8);
  CHECK(trace.references[100002].address == 9);
}

TEST_CASE("tables: sizes of ids do not count, those of addresses do") {
  const std::string_view table = "1,77,300\n2,78,4\n";
  const Trace names = read_all(table, with("time=1,id=2,size=3"));
  CHECK(names.references == ids({77, 78}));
  CHECK(contains(names.counts.note, "sizes of ids do not count"));
  ReadOptions options = with("time=1,id=2,size=3");
  options.ids_are_addresses = true;
  const References ranges{{77, 300, 0, read}, {78, 4, 0, read}};
  CHECK(read_all(table, options).references == ranges);
  CHECK(read_all(table, with("time=1,address=2,size=3")).references == ranges);
}

TEST_CASE("tables: words for operations, and codes that are given") {
  ReadOptions options = with("id=1,op=2");
  options.must_know_operations = true;
  const auto kinds = [&](std::string_view text) {
    std::string seen;
    for (const TraceReference& one : read_all(text, options).references) {
      seen += one.kind == read ? 'r' : one.kind == write ? 'w' : '-';
    }
    return seen;
  };
  CHECK(kinds("1,R\n1,w\n1,Read\n1,WRITE\n1,get\n1,gets\n1,GET_LEASE\n1,set\n1,SET_LEASE\n1,add\n"
              "1,replace\n1,cas\n1,incr\n1,decr\n1,append\n1,prepend\n1,delete\n1,\n") ==
        "rwrwrrrwwwwwwwwww-");
  CHECK(contains(error_of("1,0\n2,1\n", options), "--reads"));
  CHECK(contains(error_of("1,get\n2,frobnicate\n", options), "line 2"));
  options.reads = {"0"};
  CHECK(kinds("1,0\n2,1\n") == "rw");
  // Where it does not matter, a word may be unknown.
  CHECK(read_all("1,get\n2,frobnicate\n", with("id=1,op=2")).references.size() == 2);
  ReadOptions without{.column = "1", .must_know_operations = true};
  CHECK(contains(error_of("1,0\n2,1\n", without), "--columns op="));
}

TEST_CASE("tables: what contradicts itself or is not there is refused") {
  const std::string_view table = "time,key,size\n1,77,5\n2,78,6\n";
  CHECK(contains(error_of(table, with("time=1")), "which of them holds the ids"));
  CHECK(contains(error_of(table, with("id=4")), "no column '4'"));
  CHECK(contains(error_of(table, with("id=keys")), "no column 'keys'"));
  CHECK(contains(error_of(table, with("id=1,offset=2")), "more than one column"));
  CHECK(contains(error_of("1,2\n", {.format = "alibaba", .column = "2"}), "alibaba"));
  CHECK(contains(error_of("1,2\n", {.action = "D"}), "blkparse"));
  for (const std::string_view bad :
       {"id", "id=", "ids=1", "id=1,id=2", "", "id=1,", "=1", "id=\"\""}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(parse_columns(bad), Error);
  }
  for (const std::string_view bad : {"", "commas", ",,", "\"", "\n"}) {
    CAPTURE(bad);
    CHECK_THROWS_AS(parse_delimiter(bad), Error);
  }
  CHECK(parse_delimiter("tab") == '\t');
  CHECK(parse_delimiter("\\t") == '\t');
  CHECK(parse_delimiter("|") == '|');
  CHECK(parse_columns("id=\"a,b=c\",size=3*512").front().column == "a,b=c");
}

TEST_CASE("tables: a line with more or fewer fields than the others is bad") {
  std::string text;
  for (int i = 0; i < 5000; ++i) {
    text += "1,a,77\n";
  }
  CHECK(contains(error_of(text + "1,a,b,77\n", {.column = "3"}), "line 5001"));
  CHECK(contains(error_of(text + "1,a,b,77\n", {.column = "3"}), "3 fields are expected"));
  CHECK(read_all(text + "1,\"a,b\",77\n", {.column = "3"}).references.size() == 5001);
}

TEST_CASE("tables: numbers in columns without a name are asked about") {
  // A time, an id and a size; or labels and addresses of Dinero.
  for (const std::string_view text :
       {"0 0 10\n1 1 10000000\n", "0 10 4\n1 18 4\n0 10 4\n", "0\t5\t1\n0\t6\t1\n",
        "0 0x10 8\n0 0x20 8\n1 0x10 8\n", "0 1 2 3\n", "0 7\n1 8\n2 7\n"}) {
    CAPTURE(text);
    const std::string error = error_of(text);
    CHECK(contains(error, "--input-format din"));
    CHECK(contains(error, "--columns"));
    CHECK(read_all(text, as("din")).references.front().kind == read);
  }
  CHECK(contains(error_of("1 2 3\n7 8 9\n"), "time=1,id=2,size=3"));
  CHECK(contains(error_of("1538323199,105352008,584,1,1576\n"), "--input-format tencent"));
  CHECK(contains(error_of("110765 64 0 1\n110829 64 0 2\n"), "--input-format arc"));
  // What has hexadecimal digits, or two fields, is Dinero's.
  CHECK(read_all("0 1f 4\n0 10 4\n").format == "din");
  CHECK(read_all("0 10\n1 18\n0 10\n").format == "din");
  CHECK(read_all("0 1e5 4\n0 10 4\n").format == "din");
  CHECK(read_all("1 0x10 8\n0 0x20 8\n").format == "din");
}

TEST_CASE("alibaba: device_id,opcode,offset,length,timestamp") {
  const std::string text =
      "419,W,8792731648,16384,1577808144360767\n725,R,59110326272,360448,1577808144360813\n"
      "419,R,8792731648,512,1577808144360852\n";
  const References expected{
      {8792731648, 16384, 0, write}, {59110326272, 360448, 0, read, 1}, {8792731648, 512, 0, read}};
  const Trace trace = read_all(text);
  CHECK(trace.format == "alibaba");
  CHECK(trace.references == expected);
  CHECK(read_all("device_id,opcode,offset,length,timestamp\n" + text).references == expected);
  CHECK(read_all("# device_id, opcode, offset, length, timestamp\n" + text).references == expected);
  // Places that are no sectors are some other table's.
  CHECK(contains(error_of("1,R,77,300,12\n2,W,78,300,13\n"), "--columns"));
}

TEST_CASE("tencent: sectors; 0 reads, 1 writes") {
  const Trace trace =
      read_all("1538323199,105352008,584,1,1576\n1538323200,12,8,0,1360\n", as("tencent"));
  CHECK(trace.references ==
        References{{105352008ULL * 512, 584 * 512, 0, write}, {12ULL * 512, 8 * 512, 0, read, 1}});
  CHECK(read_all("Timestamp,Offset,Size,IOType,VolumeID\n1538323199,8,8,0,1\n").format ==
        "tencent");
  ReadOptions must = as("tencent");
  must.must_know_operations = true;
  CHECK(contains(error_of("1538323199,8,8,2,1\n", must), "line 1"));
}

TEST_CASE("systor: a response or a type may be missing") {
  const Trace trace = read_all(
      "Timestamp,Response,IOType,LUN,Offset,Size\n"
      "1455592439.028896000,0.000806000,R,0,899056122368,131072\n"
      "1455592439.029896000,,W,4,8192,512\n"
      "1455592439.030896000,0.001,,0,0,512\n");
  CHECK(trace.format == "systor");
  CHECK(trace.references ==
        References{{899056122368, 131072, 0, read}, {8192, 512, 0, write, 1}, {0, 512, 0, other}});
}

constexpr std::string_view k_blkparse =
    "  8,0    3        1     0.000000000   697  A   W 223490 + 8 <- (8,1) 223427\n"
    "  8,0    3        2     0.000000829   697  Q   W 223490 + 8 [kjournald]\n"
    "  8,0    3        3     0.000007187   697  G   W 223490 + 8 [kjournald]\n"
    "  8,0    3        4     0.000009000   697  P   N [kjournald]\n"
    "  8,16   3        5     0.000009500   698  Q  RA 10 + 2 [cat]\n"
    "  8,0    3        6     0.000012000   697  D   W 223490 + 8 [kjournald]\n"
    "  8,0    3        0     0.000012500     0  m   N cfq697 dispatch\n"
    "  8,0    3        7     0.000013000   697  Q FWS [kjournald]\n"
    "  8,0    3        8     0.000014000   697  Q   D 10 + 800 [fstrim]\n"
    "  8,0    3        9     0.000015000   697  C   W 223490 + 8 [0]\n"
    "CPU3 (8,0):\n"
    " Reads Queued:           0,        0KiB\t Writes Queued:           1,        4KiB\n"
    "Throughput (R/W): 0KiB/s / 0KiB/s\n";

TEST_CASE("blkparse: one of the things that happen to an I/O is the access") {
  const Trace trace = read_all(k_blkparse);
  CHECK(trace.format == "blkparse");
  CHECK(trace.references ==
        References{{223490ULL * 512, 8 * 512, 0, write}, {10ULL * 512, 2 * 512, 0, read, 1}});
  CHECK(trace.counts.unrelated == 0);
  CHECK(read_all(k_blkparse, {.action = "D"}).references ==
        References{{223490ULL * 512, 8 * 512, 0, write}});
  CHECK(contains(error_of(k_blkparse, {.action = "X"}), "A, Q, G"));
}

TEST_CASE("arc: a number of blocks from the first") {
  const Trace trace = read_all("110765 64 0 1\n110829 1 0 2\n", as("arc"));
  CHECK(trace.references == References{{110765, 64, 0, read}, {110829, 1, 0, read}});
}

TEST_CASE("twitter: keys of any kind and their operations") {
  const Trace trace = read_all(
      "0,nz:u:eeW511W3,18,47,15,get,0\n1,other,5,47,15,set,300\n"
      "1,nz:u:eeW511W3,18,0,15,incr,0\n");
  CHECK(trace.format == "twitter");
  REQUIRE(trace.references.size() == 3);
  CHECK(trace.references[0].address == trace.references[2].address);
  CHECK(trace.references[0].address != trace.references[1].address);
  CHECK(trace.references[0].kind == read);
  CHECK(trace.references[1].kind == write);
  CHECK(trace.references[2].kind == write);
}

TEST_CASE("meta: both arrangements of columns, with repeats") {
  const Trace older = read_all("key,op,size,op_count,key_size\n7,SET,82,1,40\n7,GET,0,3,40\n");
  CHECK(older.format == "meta");
  REQUIRE(older.references.size() == 4);
  CHECK(older.references[0].kind == write);
  CHECK(older.references[3].kind == read);
  CHECK(older.references[0].address == older.references[3].address);
  const Trace newer = read_all(
      "op_time,key,key_size,op,op_count,size,cache_hits,ttl,usecase,sub_usecase\n"
      "604038471,82131353f9ddc8c6,48,GET,2,87,1,0,366387042,3003229276\n"
      "604038471,a54f88ab02ece24d,48,GET_LEASE,1,87,1,0,366387042,3003229276\n");
  CHECK(newer.format == "meta");
  CHECK(newer.references.size() == 3);
  CHECK(read_all("7,GET,0,3,40\n", as("meta")).references.size() == 3);
  CHECK(read_all("6,82131353f9,4,GET,2,8,1,0\n", as("meta")).references.size() == 2);
}

TEST_CASE("keys are remembered where that is asked for") {
  const TemporaryFile file("a:get,x\nb:set,\"y,\"\n");
  ReadOptions options{.column = "2", .delimiter = ',', .text_keys = true, .keep_keys = true};
  ReferenceReader reader(TraceInput(file.path()), options);
  const ReferenceBatch* batch = reader.next();
  REQUIRE(batch != nullptr);
  const std::uint64_t second = batch->references()[1].address;
  reader.stop();
  CHECK(reader.key_of(second) == "y,");
  CHECK(reader.key_of(second + 1).empty());
}

}  // namespace
}  // namespace dmc::test
