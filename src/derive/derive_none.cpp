#include "dmc/derive/derivation.hpp"
#include "dmc/util/error.hpp"

namespace dmc::derive {

bool can_derive() {
  return false;
}

Derivation derive(const nest::Nest& /*nest*/, const DeriveOptions& /*options*/) {
  throw Error(
      "this dmc was built without isl, which decides which access follows which; install "
      "libisl-dev "
      "and build it again");
}

}  // namespace dmc::derive
