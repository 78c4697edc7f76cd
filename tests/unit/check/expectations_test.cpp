#include "dmc/check/expectations.hpp"

#include "dmc/util/error.hpp"

#include "catch.hpp"

namespace dmc::test {
namespace {

std::string file_of(const std::string& checks) {
  return R"({"schema": "dmc.check/1", "checks": [)" + checks + "]}";
}

std::string with_expectation(const std::string& expectation) {
  return file_of(R"({"kernel": "conv", "parameters": {"n": 9, "k": 3}, "expect": [)" + expectation +
                 "]}");
}

std::string error_of(const std::string& text) {
  try {
    static_cast<void>(parse_expectations(text, "some.json"));
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

bool begins(const std::string& text, const std::string& beginning) {
  INFO(text);
  CHECK(text.substr(0, beginning.size()) == beginning);
  return text.starts_with(beginning);
}

}  // namespace

TEST_CASE("a file of expectations is read as it is documented") {
  const Expectations all = parse_expectations(
      file_of(R"({"kernel": "im2col", "parameters": {"n": 9, "k": 3, "variant": "printed"},
                  "model": {"block": 4, "bits": 8, "cold": "bound", "omit": ["R"],
                            "temporaries": "reuse"},
                  "expect": [
                    {"quantity": "accesses", "value": 10},
                    {"quantity": "dmd", "array": "K", "carried_by": "j", "value": 200, "tolerance": "1.5%"},
                    {"quantity": "dmd", "class": "kernel reuses", "value": 200, "tolerance": 2},
                    {"quantity": "ratio", "formula": "thm3.12", "min": 0.5, "max": 2}],
                  "classes": [{"array": "K", "carried_by": "j", "reuses": 7, "dmd": 9.5}]},
                 {"name": "mine", "result": "out.json", "expect": []},
                 {"measurement": "in tiles", "expect": []})"),
      "some.json");
  REQUIRE(all.checks.size() == 3);
  const Check& run = all.checks[0];
  CHECK(run.kernel->name == "im2col");
  CHECK(run.parameters["variant"] == 1);
  CHECK(run.name ==
        "im2col n=9 k=3 variant=printed block=4 bits=8 cold=bound omit=R "
        "temporaries=reuse");
  CHECK((run.model.block == 4 && run.model.bits == 8 && run.model.cold == Cold::bound));
  CHECK(run.model.omit == std::vector<std::string>{"R"});
  CHECK(run.model.temporaries == Temporaries::reuse);
  REQUIRE(run.expect.size() == 4);
  CHECK(std::get<std::uint64_t>(run.expect[0].value.value()) == 10);
  CHECK(run.expect[1].tolerance == Approx(3.0));
  CHECK((run.expect[1].subject.array == "K" && run.expect[1].subject.carried_by == "j"));
  CHECK(run.expect[2].tolerance == 2);
  CHECK(run.expect[3].place == "checks[0].expect[3]");
  CHECK((run.has_classes && run.classes.at(0).totals.dmd == 9.5));
  CHECK((all.checks[1].name == "mine" && all.checks[1].result == "out.json"));
  CHECK((all.checks[2].name == "in tiles" && all.checks[2].measurement == "in tiles"));
}

TEST_CASE("what is no JSON is an error with line and column") {
  begins(error_of("{\n  \"schema\": x\n}"), "some.json: line 2, column 13: this is not JSON");
  begins(error_of(R"({"schema": "dmc.check/1")"), "some.json: line 1, column 25: this is not JSON");
  begins(error_of(""), "some.json: line 1, column 1: this is not JSON");
}

TEST_CASE("what is not as documented is an error with its place") {
  begins(error_of("[]"), "some.json: an object is expected, not a list");
  begins(error_of("{}"), "some.json: \"schema\" is missing");
  begins(error_of(R"({"schema": "dmc.run/1"})"), "some.json: schema: \"dmc.check/1\" is expected");
  begins(error_of(file_of("")), "some.json: checks: there is nothing to check");
  begins(error_of(file_of(R"({"kernel": "cnov", "expect": []})")),
         "some.json: checks[0].kernel: no kernel 'cnov'; did you mean 'conv'?");
  begins(error_of(file_of(R"({"kernel": "conv", "parameters": {"q": 1}, "expect": []})")),
         "some.json: checks[0].parameters.q: no key 'q'");
  begins(error_of(file_of(R"({"kernel": "conv", "parameters": {"n": 2, "k": 3}, "expect": []})")),
         "some.json: checks[0].parameters: --k 3 is larger than the image");
  begins(error_of(file_of(R"({"kernel": "conv", "parameters": {"n": -2}, "expect": []})")),
         "some.json: checks[0].parameters.n: a whole number, 0 or more, is expected, not -2");
  begins(error_of(file_of(R"({"kernel": "conv", "model": {"omit": ["Q"]}, "expect": []})")),
         "some.json: checks[0].model.omit[0]: 'Q' is none of");
  begins(error_of(file_of(R"({"kernel": "conv", "model": {"cold": "free-ish"}, "expect": []})")),
         "some.json: checks[0].model.cold: 'free-ish' is none of free, bound, stack");
  begins(error_of(file_of(R"({"kernel": "conv", "model": {"block": 0}, "expect": []})")),
         "some.json: checks[0].model.block: a number from 1 to");
  begins(error_of(file_of(R"({"kernel": "conv", "result": "a", "expect": []})")),
         "some.json: checks[0]: say what to measure by one of");
  begins(error_of(file_of(R"({"expect": []})")), "some.json: checks[0]: say what to measure");
  begins(error_of(file_of(R"({"result": "a", "model": {}, "expect": []})")),
         "some.json: checks[0].model: this goes with a \"kernel\"");
  begins(error_of(file_of(R"({"kernel": "conv"})")), "some.json: checks[0]: \"expect\" is missing");
}

TEST_CASE("expectations that make no sense are errors") {
  const std::string place = "some.json: checks[0].expect[0]";
  begins(error_of(with_expectation(R"({"quantity": "dmdd"})")),
         place + ".quantity: no quantity 'dmdd'; did you mean 'dmd'?");
  begins(error_of(with_expectation(R"({"quantity": "accesses", "value": 1.5})")),
         place + ".value: a whole number");
  begins(error_of(with_expectation(R"({"quantity": "dmd", "value": "1"})")),
         place + ".value: a number is expected");
  begins(error_of(with_expectation(R"({"quantity": "dmd", "value": 1, "max": 2})")),
         place + ": give either");
  begins(error_of(with_expectation(R"({"quantity": "dmd", "min": 3, "max": 2})")),
         place + ": \"min\" is larger");
  begins(error_of(with_expectation(R"({"quantity": "dmd", "max": 2, "tolerance": 1})")),
         place + ".tolerance: a tolerance goes with");
  begins(error_of(with_expectation(R"({"quantity": "dmd", "value": 2, "tolerance": "1"})")),
         place + ".tolerance: a number or a share");
  begins(error_of(with_expectation(R"({"quantity": "dmd", "value": 2, "tolerance": -1})")),
         place + ".tolerance: a tolerance is 0 or more");
  begins(error_of(with_expectation(R"({"quantity": "data", "array": "K", "value": 2})")),
         place + ": data is known of the whole result alone");
  begins(error_of(with_expectation(R"({"quantity": "ratio", "value": 2})")), place + ": ratio is");
  begins(error_of(with_expectation(R"({"quantity": "dmd", "formula": "thm3.10"})")),
         place + ": dmd is not known of");
  begins(error_of(with_expectation(R"({"quantity": "ratio", "formula": "thm3.1O"})")),
         place + ".formula: ");
  begins(error_of(with_expectation(R"({"quantity": "dmd", "carried_by": "j"})")),
         place + ": \"carried_by\" goes with");
  begins(
      error_of(with_expectation(R"({"quantity": "dmd", "array": "K", "class": "kernel reuses"})")),
      place + ": give one of");
}

TEST_CASE("other keys are the user's, but mistyped ones are told") {
  CHECK(error_of(with_expectation(
            R"({"quantity": "dmd", "value": 1, "note": "why", "x-owner": "me", "ticket": 12})")) ==
        "no error");
  begins(error_of(with_expectation(R"({"quantity": "dmd", "value": 1, "tolerence": 1})")),
         "some.json: checks[0].expect[0].tolerence: no key 'tolerence'; did you mean 'tolerance'?");
}

TEST_CASE("the reference values are expectations like any other") {
  const Expectations all = reference_expectations();
  CHECK(all.checks.size() >= 19);
}

}  // namespace dmc::test
