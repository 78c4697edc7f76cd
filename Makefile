# Short names for what there is to do. `make help` lists them; cmake --preset works without any of this.

ARGS        ?= run conv --n 512 --k 3
PREFIX      ?= /usr/local
BENCH_ARGS  ?=
CTEST_ARGS  ?=
CMAKE_FLAGS ?=

# One tree serves run, test and bench, so nothing is built twice; lint only needs to know how files compile.
build := build/release
cache := $(build)/CMakeCache.txt
dmc   := $(build)/bin/dmc
jobs  := $(shell nproc 2>/dev/null || echo 2)

# Building speaks on stderr: stdout belongs to what was asked for.
define compile
cmake --build $(build) --parallel $(jobs) $(1) >&2
endef

.DEFAULT_GOAL := help
.PHONY: help run test bench lint format docs-check docs-update coverage install clean

help: ## Show this list
	@sed -nE 's/^([a-z-]+):.*## (.*)/\1\t\2/p' Makefile | \
	  while IFS="$$(printf '\t')" read -r target text; do printf '  make %-12s %s\n' "$$target" "$$text"; done

run: ## Build dmc and run it: make run ARGS="compare fft conv --n 512 --k 3"
	@tools/install-packages build
	@test -e $(cache) || cmake --preset release -DDMC_TESTS=OFF $(CMAKE_FLAGS) >&2
	@$(call compile,--target dmc)
	@$(dmc) $(ARGS)

test: ## Build everything and run all tests
	@tools/install-packages test
	@cmake --preset release -DDMC_TESTS=ON $(CMAKE_FLAGS) >&2
	@$(call compile)
	@ctest --test-dir $(build) --output-on-failure --no-tests=error --parallel $(jobs) $(CTEST_ARGS)

bench: ## Build and run the benchmarks: make bench BENCH_ARGS="--benchmark_filter=engine"
	@tools/install-packages bench
	@cmake --preset release -DDMC_BENCHMARKS=ON $(if $(wildcard $(cache)),,-DDMC_TESTS=OFF) $(CMAKE_FLAGS) >&2
	@$(call compile,--target bench_engine)
	@set -e; for program in $(build)/bin/bench_*; do "$$program" $(BENCH_ARGS); done

lint: ## Check format and style
	@tools/install-packages lint
	@cmake --preset release -B build/lint -DDMC_UNITY=LINT -DDMC_TESTS=ON -DDMC_BENCHMARKS=ON $(CMAKE_FLAGS) >&2
	@tools/lint build/lint

format: ## Put every source file into the project's format
	@tools/install-packages lint
	@tools/lint --format

docs-check: ## Check that the output and pictures in README and docs are what dmc prints
	@tools/install-packages test
	@test -e $(cache) || cmake --preset release $(CMAKE_FLAGS) >&2
	@$(call compile,--target dmc)
	@python3 tools/docs-check --all --dmc $(dmc)

docs-update: ## Write what dmc prints and draws into README and docs
	@tools/install-packages test
	@test -e $(cache) || cmake --preset release $(CMAKE_FLAGS) >&2
	@$(call compile,--target dmc)
	@python3 tools/docs-check --all --dmc $(dmc) --update

coverage: ## Run the tests and report which lines they reach
	@tools/install-packages coverage
	@cmake --workflow --preset coverage >&2
	@gcovr --root . --filter src/ --filter include/ build/coverage

install: ## Install program, library and CMake package: make install PREFIX=~/.local
	@tools/install-packages build
	@test -e $(cache) || cmake --preset release -DDMC_TESTS=OFF $(CMAKE_FLAGS) >&2
	@$(call compile)
	@cmake --install $(build) --prefix $(PREFIX)

clean: ## Remove everything that was built
	@rm -rf build
