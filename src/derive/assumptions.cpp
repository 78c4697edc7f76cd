#include "assumptions.hpp"

#include <algorithm>
#include <utility>

namespace dmc::derive {
namespace {

Row negated_row(Row row, std::int64_t constant) {
  for (std::int64_t& value : row) {
    value = -value;
  }
  row[0] += constant;
  return row;
}

}  // namespace

Assumptions::Assumptions(const Program& program, std::vector<std::int64_t> example)
    : frame_(program.isl(), program.parameters, 0),
      example_(std::move(example)),
      set_(isl_set_from_basic_set(frame_.set_of({}).release())) {
  for (std::size_t i = 0; i < example_.size(); ++i) {
    Row positive(frame_.width());
    positive[0] = -1;
    positive[i + 1] = 1;
    decide(positive);
  }
}

std::int64_t Assumptions::at_example(const Row& row) const {
  std::int64_t sum = row[0];
  for (std::size_t i = 0; i < example_.size(); ++i) {
    sum += row[i + 1] * example_[i];
  }
  return sum;
}

void Assumptions::decide(const Row& row) {
  Row held(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(frame_.width()));
  if (at_example(held) < 0) {
    held = negated_row(std::move(held), -1);
  }
  constraints_.not_negative.push_back(std::move(held));
  constraints_ = *frame_.reduced(constraints_);
  set_ = isl_set_from_basic_set(frame_.set_of(constraints_).release());
}

void Assumptions::decide_equal(const Row& row) {
  Row held(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(frame_.width()));
  const std::int64_t at = at_example(held);
  if (at > 0) {
    held[0] -= 1;
    decide(held);
  } else if (at < 0) {
    decide(negated_row(std::move(held), -1));
  } else {
    decide(held);
    decide(negated_row(std::move(held), 0));
  }
}

bool Assumptions::settle(const Set& set) {
  Set parameters(isl_set_params(set.copy()));
  parameters = isl_set_from_params(parameters.release());
  parameters = isl_set_intersect(parameters.release(), set_.copy());
  if (truth(isl_set_is_empty(parameters.get()))) {
    return false;
  }
  if (truth(isl_set_is_subset(set_.get(), parameters.get()))) {
    return true;
  }
  parameters = isl_set_gist(isl_set_coalesce(parameters.release()), set_.copy());
  for (const BasicSet& part : parts_of(parameters)) {
    const Constraints rows = constraints_of(part);
    std::for_each(rows.equal.begin(), rows.equal.end(), [&](const Row& row) { decide_equal(row); });
    std::for_each(rows.not_negative.begin(), rows.not_negative.end(),
                  [&](const Row& row) { decide(row); });
  }
  Set rest(isl_set_params(set.copy()));
  rest = isl_set_intersect(isl_set_from_params(rest.release()), set_.copy());
  return !truth(isl_set_is_empty(rest.get()));
}

bool Assumptions::settle(const Constraints& where) {
  Constraints own;
  const auto width = static_cast<std::ptrdiff_t>(frame_.width());
  const auto keep = [&](const std::vector<Row>& from, std::vector<Row>& to) {
    for (const Row& row : from) {
      if (std::any_of(row.begin() + width, row.end(), [](std::int64_t one) { return one != 0; })) {
        throw NotCounted("a variable is left");
      }
      to.emplace_back(row.begin(), row.begin() + width);
    }
  };
  keep(where.equal, own.equal);
  keep(where.not_negative, own.not_negative);
  return settle(Set(isl_set_from_basic_set(frame_.set_of(own).release())));
}

}  // namespace dmc::derive
