#pragma once

#include <stdexcept>
#include <utility>

#include <isl/aff.h>
#include <isl/constraint.h>
#include <isl/ctx.h>
#include <isl/flow.h>
#include <isl/id.h>
#include <isl/map.h>
#include <isl/mat.h>
#include <isl/options.h>
#include <isl/set.h>
#include <isl/space.h>
#include <isl/union_map.h>
#include <isl/union_set.h>
#include <isl/val.h>

namespace dmc::derive {

/// isl could not do it: its quota is used up, or memory is. What was asked stays undecided.
class IslFailure : public std::runtime_error {
 public:
  IslFailure() : std::runtime_error("isl gave up") {}
};

/// An object of isl's, which counts references and frees by hand. Taking one over checks that it is
/// there: isl answers null after a failure.
template <class T, T* (*Copy)(T*), T* (*Free)(T*)>
class Handle {
 public:
  Handle(T* taken) : object_(taken) {  // NOLINT(google-explicit-constructor): isl's own results
    if (object_ == nullptr) {
      throw IslFailure();
    }
  }
  Handle(const Handle& other) : object_(Copy(other.object_)) {}
  Handle(Handle&& other) noexcept : object_(std::exchange(other.object_, nullptr)) {}
  Handle& operator=(Handle other) noexcept {
    std::swap(object_, other.object_);
    return *this;
  }
  ~Handle() { Free(object_); }

  /// For functions that only look (isl calls it "keep").
  [[nodiscard]] T* get() const { return object_; }
  /// For functions that use it up (isl calls it "take").
  [[nodiscard]] T* copy() const { return Copy(object_); }
  [[nodiscard]] T* release() { return std::exchange(object_, nullptr); }

 private:
  T* object_;
};

using Space = Handle<isl_space, isl_space_copy, isl_space_free>;
using BasicSet = Handle<isl_basic_set, isl_basic_set_copy, isl_basic_set_free>;
using Set = Handle<isl_set, isl_set_copy, isl_set_free>;
using BasicMap = Handle<isl_basic_map, isl_basic_map_copy, isl_basic_map_free>;
using Map = Handle<isl_map, isl_map_copy, isl_map_free>;
using UnionMap = Handle<isl_union_map, isl_union_map_copy, isl_union_map_free>;
using Matrix = Handle<isl_mat, isl_mat_copy, isl_mat_free>;
using PiecewiseAffine = Handle<isl_pw_aff, isl_pw_aff_copy, isl_pw_aff_free>;

/// isl's answer to a question.
[[nodiscard]] inline bool truth(isl_bool answer) {
  if (answer == isl_bool_error) {
    throw IslFailure();
  }
  return answer == isl_bool_true;
}

/// isl's answer to how many.
[[nodiscard]] inline unsigned number(isl_size answer) {
  if (answer < 0) {
    throw IslFailure();
  }
  return static_cast<unsigned>(answer);
}

}  // namespace dmc::derive
