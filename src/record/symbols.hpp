#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace dmc::record {

/// Where in a program's source an address of its code comes from.
struct SourcePlace {
  std::string function;  ///< as the source calls it; empty: not known
  std::string file;      ///< beneath the working directory where it is; empty: not known
  unsigned line = 0;
  bool of_system = false;  ///< in the compiler's or the system's own headers or libraries
};

/// A variable with a place of its own.
struct GlobalObject {
  std::string name;
  std::uint64_t begin = 0;
  std::uint64_t end = 0;
};

/// What a loaded program and its libraries call their places. Reads their debug information and
/// symbol tables, once.
class Symbols {
 public:
  Symbols();
  ~Symbols();
  Symbols(Symbols&&) noexcept;
  Symbols& operator=(Symbols&&) noexcept;

  /// `bias`: by how much it was moved when it was loaded.
  void add_module(const std::string& path, std::uint64_t bias);
  /// The variables of the module that was added last.
  [[nodiscard]] std::vector<GlobalObject> globals() const;

  /// The line of an instruction. Of calls that were inlined it is the innermost outside the
  /// system's headers.
  [[nodiscard]] SourcePlace place(std::uint64_t address) const;
  /// The function whose code it is, as compiled.
  [[nodiscard]] std::string function(std::uint64_t address) const;

  /// Whether dmc was built with the library that reads debug information.
  [[nodiscard]] static bool available();

 private:
  class State;
  std::unique_ptr<State> state_;
};

/// Whether a file belongs to the system rather than to the user.
[[nodiscard]] bool is_system_path(const std::string& path);

}  // namespace dmc::record
