#include "symbols.hpp"

#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <utility>

#include <cxxabi.h>
#include <dwarf.h>
#include <elfutils/libdw.h>
#include <elfutils/libdwfl.h>

namespace dmc::record {
namespace {

const Dwfl_Callbacks k_callbacks{.find_elf = dwfl_build_id_find_elf,
                                 .find_debuginfo = dwfl_standard_find_debuginfo,
                                 .section_address = dwfl_offline_section_address,
                                 .debuginfo_path = nullptr};

struct Free {
  void operator()(void* memory) const { std::free(memory); }
};

std::string plain_name(const char* symbol) {
  if (symbol == nullptr) {
    return {};
  }
  int status = 0;
  const std::unique_ptr<char, Free> demangled(
      abi::__cxa_demangle(symbol, nullptr, nullptr, &status));
  std::string name = demangled != nullptr ? demangled.get() : symbol;
  // Of a function only its name; static variables of functions have a number behind theirs.
  if (const std::size_t end = name.find(demangled != nullptr ? '(' : '.');
      end != std::string::npos && end != 0) {
    name.resize(end);
  }
  return name;
}

std::string short_path(const char* path) {
  if (path == nullptr) {
    return {};
  }
  static const std::string here = std::filesystem::current_path().string() + '/';
  std::string text = std::filesystem::path(path).lexically_normal().string();
  return text.starts_with(here) ? text.substr(here.size()) : text;
}

std::uint64_t number_of(Dwarf_Die* die, unsigned name) {
  Dwarf_Attribute attribute;
  Dwarf_Word value = 0;
  return dwarf_attr(die, name, &attribute) != nullptr && dwarf_formudata(&attribute, &value) == 0
             ? value
             : 0;
}

const char* call_file(Dwarf_Die* unit, Dwarf_Die* inlined) {
  Dwarf_Files* files = nullptr;
  std::size_t count = 0;
  if (dwarf_getsrcfiles(unit, &files, &count) != 0) {
    return nullptr;
  }
  return dwarf_filesrc(files, number_of(inlined, DW_AT_call_file), nullptr, nullptr);
}

std::string name_of(Dwarf_Die* die) {
  const char* const name = dwarf_diename(die);
  if (name != nullptr) {
    return name;
  }
  Dwarf_Attribute attribute;
  const unsigned linkage = DW_AT_linkage_name;
  return dwarf_attr_integrate(die, linkage, &attribute) == nullptr
             ? std::string()
             : plain_name(dwarf_formstring(&attribute));
}

// What was compiled together, and by how much its addresses are off.
struct Unit {
  Dwarf_Die* die = nullptr;
  Dwarf_Addr bias = 0;
};

// Clang writes no table of addresses: what the table gives may be a neighbour, and the units have
// to be asked one by one.
Unit unit_of(Dwfl_Module* module, std::uint64_t address) {
  Unit unit;
  unit.die = dwfl_module_addrdie(module, address, &unit.bias);
  if (unit.die != nullptr && dwarf_haspc(unit.die, address - unit.bias) <= 0) {
    unit.die = nullptr;
  }
  Dwarf_Die* die = nullptr;
  while (unit.die == nullptr && (die = dwfl_module_nextcu(module, die, &unit.bias)) != nullptr) {
    if (dwarf_haspc(die, address - unit.bias) > 0) {
      unit.die = die;
    }
  }
  return unit;
}

// The blocks and functions around an address, innermost first.
class Scopes {
 public:
  Scopes(const Unit& unit, std::uint64_t address) {
    Dwarf_Die* found = nullptr;
    const int count =
        unit.die == nullptr ? 0 : dwarf_getscopes(unit.die, address - unit.bias, &found);
    memory_.reset(found);
    for (int i = 0; i < count; ++i) {
      all_.push_back(found + i);
    }
  }
  [[nodiscard]] const std::vector<Dwarf_Die*>& all() const { return all_; }

 private:
  std::unique_ptr<Dwarf_Die, Free> memory_;
  std::vector<Dwarf_Die*> all_;
};

}  // namespace

class Symbols::State {
 public:
  State() : session_(dwfl_begin(&k_callbacks)) {}
  ~State() { dwfl_end(session_); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;

  void add_module(const std::string& path, std::uint64_t bias) {
    dwfl_report_begin_add(session_);
    last_ = dwfl_report_elf(session_, path.c_str(), path.c_str(), -1, bias, true);
    dwfl_report_end(session_, nullptr, nullptr);
  }

  [[nodiscard]] std::vector<GlobalObject> globals() const {
    std::vector<GlobalObject> objects;
    const int count = last_ == nullptr ? 0 : dwfl_module_getsymtab(last_);
    for (int i = 0; i < count; ++i) {
      GElf_Sym symbol;
      GElf_Addr address = 0;
      const char* const name =
          dwfl_module_getsym_info(last_, i, &symbol, &address, nullptr, nullptr, nullptr);
      if (name != nullptr && GELF_ST_TYPE(symbol.st_info) == STT_OBJECT && symbol.st_size != 0 &&
          symbol.st_shndx != SHN_UNDEF) {
        objects.push_back({plain_name(name), address, address + symbol.st_size});
      }
    }
    return objects;
  }

  [[nodiscard]] SourcePlace place(std::uint64_t address) const {
    Dwfl_Module* const module = dwfl_addrmodule(session_, address);
    if (module == nullptr) {
      return {{}, {}, 0, true};
    }
    SourcePlace place;
    place.function = plain_name(dwfl_module_addrname(module, address));
    const Unit unit = unit_of(module, address);
    Dwarf_Line* const line =
        unit.die == nullptr ? nullptr : dwarf_getsrc_die(unit.die, address - unit.bias);
    if (line != nullptr) {
      int number = 0;
      dwarf_lineno(line, &number);
      place.file = short_path(dwarf_linesrc(line, nullptr, nullptr));
      place.line = static_cast<unsigned>(number);
      leave_headers(unit, address, place);
    }
    place.of_system = place.file.empty() || is_system_path(place.file);
    return place;
  }

  [[nodiscard]] std::string function(std::uint64_t address) const {
    Dwfl_Module* const module = dwfl_addrmodule(session_, address);
    if (module == nullptr) {
      return {};
    }
    const Scopes scopes(unit_of(module, address), address);
    for (Dwarf_Die* const scope : scopes.all()) {
      if (dwarf_tag(scope) == DW_TAG_subprogram) {
        return name_of(scope);
      }
    }
    return plain_name(dwfl_module_addrname(module, address));
  }

 private:
  // Out of what was inlined, until the line is the user's own.
  static void leave_headers(const Unit& unit, std::uint64_t address, SourcePlace& place) {
    const Scopes scopes(unit, address);
    for (Dwarf_Die* const scope : scopes.all()) {
      const int tag = dwarf_tag(scope);
      if (tag != DW_TAG_inlined_subroutine && tag != DW_TAG_subprogram) {
        continue;
      }
      place.function = name_of(scope);
      if (tag == DW_TAG_subprogram || !is_system_path(place.file)) {
        return;
      }
      place.file = short_path(call_file(unit.die, scope));
      place.line = static_cast<unsigned>(number_of(scope, DW_AT_call_line));
    }
  }

  Dwfl* session_;
  Dwfl_Module* last_ = nullptr;
};

Symbols::Symbols() : state_(std::make_unique<State>()) {}
Symbols::~Symbols() = default;
Symbols::Symbols(Symbols&&) noexcept = default;
Symbols& Symbols::operator=(Symbols&&) noexcept = default;

void Symbols::add_module(const std::string& path, std::uint64_t bias) {
  state_->add_module(path, bias);
}
std::vector<GlobalObject> Symbols::globals() const {
  return state_->globals();
}
SourcePlace Symbols::place(std::uint64_t address) const {
  return state_->place(address);
}
std::string Symbols::function(std::uint64_t address) const {
  return state_->function(address);
}
bool Symbols::available() {
  return true;
}

}  // namespace dmc::record
