#include "dmc/cli/program.hpp"

#include <algorithm>
#include <exception>
#include <new>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include "dmc/nest/source_error.hpp"
#include "dmc/util/error.hpp"
#include "dmc/util/interruption.hpp"
#include "dmc/util/message.hpp"
#include "dmc/util/names.hpp"
#include "dmc/util/output_file.hpp"
#include "dmc/util/printable.hpp"
#include "dmc/util/terminal.hpp"

#include "command.hpp"
#include "parser.hpp"
#include "synonyms.hpp"

namespace dmc::cli {
namespace {

constexpr int k_bad_input = 2;
constexpr int k_bug = 3;
constexpr std::string_view k_no_memory =
    "there is not enough memory for this; choose smaller sizes";

std::string overview() {
  std::vector<std::pair<std::string, std::string>> entries;
  for (const Command& command : commands()) {
    entries.emplace_back(command.name, command.summary);
  }
  const std::size_t width = describe_terminal(STDOUT_FILENO, ColorChoice::never).width;
  return fmt::format(
      "dmc {}: what a program's memory accesses cost, measured exactly\n"
      "\n"
      "Usage: dmc SUBCOMMAND [options]\n"
      "\n"
      "Subcommands:\n"
      "{}"
      "\n"
      "dmc SUBCOMMAND --help explains one, dmc help KERNEL a kernel.\n"
      "dmc --version prints the version.\n"
      "\n"
      "Numbers:\n"
      "  1_000, 1e6, 64k (64,000), 64Ki (65,536), wherever something is counted\n"
      "  32K, 32KiB (32,768), 32kB (32,000), for sizes in bytes\n"
      "\n"
      "Examples:\n"
      "  dmc run conv --n 512 --k 3\n"
      "  dmc compare fft conv --n 512 --k 3,5,7\n"
      "  dmc list\n",
      DMC_VERSION, definition_list(entries, width));
}

const Command* command_named(std::string_view name) {
  const auto table = commands();
  const auto found = std::find_if(table.begin(), table.end(),
                                  [&](const Command& command) { return command.name == name; });
  return found == table.end() ? nullptr : &*found;
}

/// `arguments` begin with a name that no subcommand has.
[[noreturn]] void complain_about(Arguments arguments) {
  const std::string& name = arguments.front();
  if (name.starts_with('-')) {
    throw Error(
        fmt::format("no option '{}' before the subcommand; give the subcommand first: dmc "
                    "SUBCOMMAND [options]; dmc --help shows them all",
                    name));
  }
  if (const std::string_view meant = subcommand_meant_by(name); !meant.empty()) {
    throw Error(fmt::format("no subcommand '{}'; did you mean '{}'?", name, meant));
  }
  if (const std::string meant = command_meant_by(arguments); !meant.empty()) {
    throw Error(fmt::format("no subcommand '{}'; did you mean '{}'?", name, meant));
  }
  std::vector<std::string_view> names;
  for (const Command& command : commands()) {
    names.push_back(command.name);
  }
  throw Error(unknown_name("subcommand", name, names));
}

const Command& find_command(Arguments arguments) {
  const Command* command = command_named(arguments.front());
  if (command == nullptr) {
    complain_about(arguments);
  }
  return *command;
}

int dispatch(const std::vector<std::string>& arguments) {
  if (arguments.empty() || arguments[0] == "--help" || arguments[0] == "-h") {
    write_stdout(overview());
    return 0;
  }
  if (arguments[0] == "--version" || arguments[0] == "-V") {
    write_stdout(fmt::format("dmc {}\n", DMC_VERSION));
    return 0;
  }
  return find_command(arguments).run(Arguments(arguments).subspan(1));
}

// A closed standard stream's number would go to the next file opened, and results or messages would
// be written into that. What cannot be written to gives the error instead.
void occupy_standard_streams() {
  for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(descriptor, F_GETFD) == -1) {
      static_cast<void>(
          ::open("/dev/null", O_RDONLY));  // takes the lowest number, which is this one
    }
  }
}

}  // namespace

void prepare_process() {
  occupy_standard_streams();
  clean_up_when_interrupted();
}

int report_exception(std::string_view program) {
  const auto failed = [&](std::string_view message, int code) {
    write_message(fmt::format("{}: {}", program, message));
    return code;
  };
  const auto is_bug = [&](std::string_view what) {
    return failed(fmt::format("this is a bug in dmc, please report it: {}", what), k_bug);
  };
  try {
    throw;
  } catch (const nest::SourceError& error) {  // whose excerpt is text that can be shown
    write_to_stderr(
        fmt::format("{}: {}\n{}\n", program, printable(error.message()), error.excerpt()));
    return k_bad_input;
  } catch (const Error& error) {
    return failed(error.what(), k_bad_input);
  } catch (const std::bad_alloc&) {
    return failed(k_no_memory, k_bad_input);
  } catch (const std::length_error&) {  // of more than any machine has
    return failed(k_no_memory, k_bad_input);
  } catch (const std::system_error& error) {  // of a file, a thread, …
    return failed(fmt::format("the system refuses: {}", error.what()), k_bad_input);
  } catch (const std::exception& error) {
    return is_bug(error.what());
  } catch (...) {
    return is_bug("an unknown exception");
  }
}

int help_command(Arguments arguments) {
  if (arguments.empty() || arguments[0].starts_with('-')) {
    write_stdout(overview());
    return 0;
  }
  if (arguments[0] == "help") {
    return help_command({});
  }
  // What is not a subcommand may be a kernel or a formula, which pages are about as well.
  std::vector<std::string> rest(arguments.begin(), arguments.end());
  const Command* command = command_named(rest.front());
  const std::string_view subject = command == nullptr ? subject_of(rest.front()) : "";
  if (command == nullptr && !subject.empty()) {
    command = command_named(subject);
  } else {
    command = &find_command(rest);
    rest.erase(rest.begin());
  }
  rest.emplace_back("--help");
  return command->run(rest);
}

int run_program(int argc, const char* const* argv) {
  try {
    prepare_process();
    return dispatch(std::vector<std::string>(argv + std::min(argc, 1), argv + argc));
  } catch (...) {
    return report_exception("dmc");
  }
}

}  // namespace dmc::cli
