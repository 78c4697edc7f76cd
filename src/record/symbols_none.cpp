// In place of symbols.cpp where there is no libdw: everything is recorded, but nothing has a name.
#include "symbols.hpp"

namespace dmc::record {

class Symbols::State {};

Symbols::Symbols() = default;
Symbols::~Symbols() = default;
Symbols::Symbols(Symbols&&) noexcept = default;
Symbols& Symbols::operator=(Symbols&&) noexcept = default;

void Symbols::add_module(const std::string& /*path*/, std::uint64_t /*bias*/) {}
std::vector<GlobalObject> Symbols::globals() const {
  return {};
}
SourcePlace Symbols::place(std::uint64_t /*address*/) const {
  return {};
}
std::string Symbols::function(std::uint64_t /*address*/) const {
  return {};
}
bool Symbols::available() {
  return false;
}

}  // namespace dmc::record
