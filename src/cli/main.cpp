#include "dmc/cli/program.hpp"

int main(int argc, char** argv) {
  return dmc::cli::run_program(argc, argv);
}
