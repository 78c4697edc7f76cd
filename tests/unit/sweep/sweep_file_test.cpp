#include "dmc/analysis/sweep_file.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "dmc/util/error.hpp"

#include "catch.hpp"
#include "temporary_folder.hpp"

namespace dmc::test {
namespace {

namespace fs = std::filesystem;

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write(const std::string& path, std::string_view text) {
  std::ofstream(path, std::ios::binary) << text;
}

SweepPlan small_plan() {
  return plan_sweep({.kernel = &find_kernel("im2col"),
                     .values = {{"n", {4, 5, 6}}, {"k", {2, 3}}, {"variant", {0, 1}}},
                     .colds = {Cold::bound},
                     .omits = {{}, {"R", "K"}}});
}

std::vector<SweepRow> rows_of(const SweepPlan& plan) {
  std::vector<SweepRow> rows(plan.points.size());
  sweep(plan, [&](std::size_t place, const SweepRow& row) { rows[place] = row; }, {});
  return rows;
}

/// The file of a sweep that runs through, rows arriving from the last to the first.
std::string complete_file(const SweepPlan& plan, const std::vector<SweepRow>& rows,
                          SweepFormat format) {
  const TemporaryFolder folder;
  SweepFile file(folder / "s", "-o", plan, SweepText(plan, format, true), false);
  for (std::size_t place = rows.size(); place-- > 0;) {
    file.add(place, rows[place]);
  }
  file.commit();
  CHECK_FALSE(fs::exists(folder / "s.partial"));
  return read(folder / "s");
}

void check_equal(const SweepRow& a, const SweepRow& b) {
  CHECK(a.parameters.entries() == b.parameters.entries());
  CHECK((a.model.block == b.model.block && a.model.bits == b.model.bits));
  CHECK((a.model.cold == b.model.cold && a.model.omit == b.model.omit));
  CHECK(a.model.temporaries == b.model.temporaries);
  CHECK((a.accesses == b.accesses && a.data == b.data && a.reuses == b.reuses));
  CHECK((a.dmd == b.dmd && a.cold_cost == b.cold_cost));
  CHECK((a.mean_distance == b.mean_distance && a.max_distance == b.max_distance));
  CHECK(a.ratios == b.ratios);
  REQUIRE(a.classes.size() == b.classes.size());
  for (std::size_t i = 0; i < a.classes.size(); ++i) {
    CHECK(a.classes[i].name == b.classes[i].name);
    CHECK((a.classes[i].reuses == b.classes[i].reuses && a.classes[i].dmd == b.classes[i].dmd));
  }
}

}  // namespace

TEST_CASE("what is written is read back to the last digit, in either format") {
  const SweepPlan plan = small_plan();
  const std::vector<SweepRow> rows = rows_of(plan);
  for (const SweepFormat format : {SweepFormat::csv, SweepFormat::jsonl}) {
    const TemporaryFolder folder;
    write(folder / "s", complete_file(plan, rows, format));
    const Sweep sweep = read_sweep(folder / "s");
    CHECK(sweep.kernel == plan.kernel);
    REQUIRE(sweep.rows.size() == rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      check_equal(sweep.rows[i], rows[i]);
    }
  }
}

TEST_CASE("a sweep that was cut off at any byte is resumed to the same file") {
  const SweepPlan plan = small_plan();
  const std::vector<SweepRow> rows = rows_of(plan);
  for (const SweepFormat format : {SweepFormat::csv, SweepFormat::jsonl}) {
    const std::string complete = complete_file(plan, rows, format);
    const std::size_t step = complete.size() > 4000 ? 37 : 1;
    for (std::size_t cut = 0; cut <= complete.size(); cut += step) {
      const TemporaryFolder folder;
      write(folder / "s.partial", complete.substr(0, cut));
      SweepFile file(folder / "s", "-o", plan, SweepText(plan, format, true), true);
      const std::vector<bool> known = file.known();
      // Every line that has its end is known, but for the header.
      const auto ends =
          std::count(complete.begin(), complete.begin() + static_cast<long>(cut), '\n');
      const auto lines = ends - (format == SweepFormat::csv && ends > 0 ? 1 : 0);
      REQUIRE(std::count(known.begin(), known.end(), true) == lines);
      for (std::size_t place = 0; place < rows.size(); ++place) {
        if (!known[place]) {
          file.add(place, rows[place]);
        }
      }
      file.commit();
      REQUIRE(read(folder / "s") == complete);
    }
  }
}

TEST_CASE("a resumed sweep that is cut off again keeps what both have found out") {
  const SweepPlan plan = small_plan();
  const std::vector<SweepRow> rows = rows_of(plan);
  const TemporaryFolder folder;
  const SweepText text(plan, SweepFormat::csv, false);
  {
    SweepFile file(folder / "s", "-o", plan, text, false);
    file.add(5, rows[5]);
  }
  write(folder / "s.partial", read(folder / "s.partial") + "im2col,4");
  {
    SweepFile file(folder / "s", "-o", plan, text, true);
    file.add(2, rows[2]);
  }
  const SweepFile file(folder / "s", "-o", plan, text, true);
  const std::vector<bool> known = file.known();
  for (std::size_t place = 0; place < rows.size(); ++place) {
    CHECK(known[place] == (place == 2 || place == 5));
  }
  CHECK(read_sweep(folder / "s.partial").rows.size() == 2);
}

TEST_CASE("a larger sweep begins with the file of a smaller one") {
  const auto plan_of = [](std::vector<std::uint64_t> sizes) {
    return plan_sweep({.kernel = &find_kernel("conv"), .values = {{"n", sizes}, {"k", {3}}}});
  };
  const TemporaryFolder folder;
  for (const auto& sizes : {std::vector<std::uint64_t>{8, 10}, {8, 9, 10, 12}}) {
    const SweepPlan plan = plan_of(sizes);
    const std::vector<SweepRow> rows = rows_of(plan);
    SweepFile file(folder / "s", "-o", plan, SweepText(plan, SweepFormat::csv, false), true);
    const std::vector<bool> known = file.known();
    CHECK(std::count(known.begin(), known.end(), true) == (sizes.size() == 4 ? 2 : 0));
    for (std::size_t place = 0; place < rows.size(); ++place) {
      if (!known[place]) {
        file.add(place, rows[place]);
      }
    }
    file.commit();
  }
  CHECK(read_sweep(folder / "s").rows.size() == 4);
}

TEST_CASE("work is not lost by mistake") {
  const SweepPlan plan = small_plan();
  const TemporaryFolder folder;
  const std::string path = folder / "s";
  const SweepText text(plan, SweepFormat::csv, false);
  {
    const SweepFile file(path, "-o", plan, text, false);
    CHECK_THROWS_WITH(SweepFile(path, "-o", plan, text, true),
                      Catch::Contains("another sweep is writing"));
  }
  CHECK_THROWS_WITH(SweepFile(path, "-o", plan, text, false), Catch::Contains("--resume"));
  CHECK_THROWS_WITH(SweepFile(path, "-o", plan, SweepText(plan, SweepFormat::csv, true), true),
                    Catch::Contains("its columns differ"));
  CHECK_THROWS_AS(SweepFile("missing/s", "-o", plan, text, false), Error);
}

TEST_CASE("files that are no sweeps are refused with the line") {
  const TemporaryFolder folder;
  const std::string path = folder / "s";
  const auto error_of = [&](std::string_view text) -> std::string {
    write(path, text);
    try {
      static_cast<void>(read_sweep(path));
    } catch (const Error& error) {
      return error.what();
    }
    return "no error";
  };
  const std::string header = "kernel,n,block,dmd\n";
  CHECK_THAT(error_of(""), Catch::Contains("this is not a sweep"));
  CHECK_THAT(error_of("a,b\n"), Catch::Contains("this is not a sweep"));
  CHECK_THAT(error_of(header + "conv,3,1\n"), Catch::Contains("line 2: 3 cells"));
  CHECK_THAT(error_of(header + "conv,3,1,x\n"),
             Catch::Contains("line 2: 'x' is not a number for dmd"));
  CHECK_THAT(error_of(header + "cnov,3,1,2\n"), Catch::Contains("did you mean 'conv'"));
  CHECK_THAT(error_of(header + "conv,3,1,2\nfft,4,1,2\n"),
             Catch::Contains("line 3: this row is of"));
  CHECK_THAT(error_of("{\"schema\": 3}\n"), Catch::Contains("line 1: "));
  CHECK_THAT(error_of("{\n"), Catch::Contains("line 1: this is not a row"));
  CHECK(error_of(header + "conv,3,1,2.5\nconv,4,1") == "no error");  // cut off in the second row
  CHECK_THROWS_WITH(read_sweep(folder / "missing"), Catch::Contains("cannot read"));
}

}  // namespace dmc::test
