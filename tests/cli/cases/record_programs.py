# Programs that fork, become others, are killed, catch signals, jump and throw, load libraries and
# have threads: they run as ever, and each access of theirs is there. Expected numbers are counted
# from the sources.
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from calls import DMC, dmc

if shutil.which("gcc") is None or shutil.which("g++") is None:
    print("there is no gcc", file=sys.stderr)
    sys.exit(77)

INCLUDE = Path(__file__).resolve().parents[3] / "include"
PROCESSES = r"""
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
static long data[1000];
static long ticks;
static void tick(int signal) { (void)signal; for (int i = 0; i < 10; i++) ticks++; }
static void fill(void) { for (int i = 0; i < 1000; i++) data[i] = i; }
static void wait_for(pid_t child) { waitpid(child, 0, 0); }
int main(int count, char** words) {
  const char* what = count > 1 ? words[1] : "";
  fill();
  if (!strcmp(what, "kill")) raise(SIGKILL);
  if (!strcmp(what, "abort")) abort();
  if (!strcmp(what, "_exit")) _exit(7);
  if (!strcmp(what, "exec")) execl(words[0], words[0], "_exit", (char*)0);
  if (!strcmp(what, "fork")) { pid_t child = fork(); if (child == 0) { fill(); exit(0); } wait_for(child); }
  if (!strcmp(what, "signal")) { signal(SIGUSR1, tick); for (int i = 0; i < 100; i++) raise(SIGUSR1); }
  if (!strcmp(what, "copy")) { static char from[4096], to[4096]; memset(from, count, sizeof from); memcpy(to, from, sizeof to); }
  return 0;
}
"""
THREADS = r"""
#include <cstdio>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <csetjmp>
#include <thread>
#include <vector>
static std::mutex mutex;
static long total;
static long grid[2][5000];
static std::jmp_buf place;
static void jump(int depth) { if (depth == 0) std::longjmp(place, 1); jump(depth - 1); std::puts("never"); }
static void fail(int depth) { if (depth == 0) throw std::runtime_error("deep"); fail(depth - 1); }
static void after(long* cell) { *cell = 1; *cell = 2; }
static void work(int number, std::shared_ptr<int> one) {
  for (int i = 0; i < 5000; i++) grid[number][i] = i;
  std::lock_guard<std::mutex> guard(mutex);
  total += *one;
}
int main() {
  auto one = std::make_shared<int>(1);
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; i++) threads.emplace_back(work, i, one);
  for (auto& thread : threads) thread.join();
  if (setjmp(place) == 0) jump(20);
  try { fail(20); } catch (const std::exception& error) { std::printf("%s %ld\n", error.what(), total); }
  auto* cell = new long[3];
  after(cell);
  delete[] cell;
}
"""
LIBRARY = "static double table[100];\ndouble fill(int n) { for (int i = 0; i < n; i++) table[i] = i; return table[7]; }\n"
HOST = r"""
#include <dlfcn.h>
#include <stdio.h>
int main(void) {
  void* library = dlopen("./libfill.so", RTLD_NOW);
  double (*fill)(int) = (double (*)(int))dlsym(library, "fill");
  printf("%g\n", fill(100));
  return 0;
}
"""
REGION = r"""
#include <dmc/record.h>
static long a[100];
int main(void) {
  for (int i = 0; i < 100; i++) a[i] = i;
  dmc_begin();
  for (int i = 0; i < 100; i++) a[i] += 1;
  dmc_end();
  for (int i = 0; i < 50; i++) a[i] = 0;
  return (int)a[60] - 61;
}
"""
OPENMP = r"""
#include <stdlib.h>
int main(void) {
  double* x = malloc(1000 * sizeof *x);
#pragma omp parallel for num_threads(2)
  for (int i = 0; i < 1000; i++) x[i] = i;
  return x[999] == 999 ? 0 : 1;
}
"""


def build(way, text, name, *options):
    source = Path(name + (".cpp" if way == "c++" else ".c"))
    source.write_text(text, encoding="utf-8")
    environment = dict(os.environ, CC="gcc", CXX="g++")
    done = subprocess.run([DMC, way, "-O0", "-g", f"-I{INCLUDE}", str(source), "-o", name, *options],
                          env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr


def record(*arguments):
    done = dmc("record", "--report", "r.json", *arguments, timeout=60)
    return done, json.loads(Path("r.json").read_text(encoding="utf-8"))


def array(report, name):
    return next(row for row in report["arrays"] if row["name"].split(",")[0] == name)


build("cc", PROCESSES, "processes")
for what, code, fills in (("", 0, 1), ("kill", 137, 1), ("abort", 134, 1), ("_exit", 7, 1),
                          ("exec", 7, 2), ("fork", 0, 2)):
    done, report = record("./processes", what)
    assert done.returncode == code, (what, done)
    assert array(report, "data")["writes"] == 1000 * fills, what
    assert report["lost"] == 0 and report["processes"] == fills, what
    # Each process has data of its own, wherever they lie.
    assert array(report, "data")["cold_misses"] == 1000 * fills, what
done = dmc("record", "./processes", "kill")
assert "CUT SHORT: the program was killed by signal 9" in done.stderr
done, report = record("./processes", "signal")
assert array(report, "ticks")["reads"] == array(report, "ticks")["writes"] == 1000
done, report = record("./processes", "copy")
assert array(report, "from")["writes"] == array(report, "from")["reads"] == 4096 / 8
assert array(report, "to")["writes"] == 4096 / 8
assert subprocess.run(["./processes", "_exit"], check=False).returncode == 7, "without dmc"

build("c++", THREADS, "threads", "-pthread")
done, report = record("./threads")
assert done.stdout == "deep 2\n" and done.returncode == 0, done
assert array(report, "grid")["writes"] == 10000 and report["thread_count"] == 3
assert array(report, "total")["from_other_threads"] >= 1
# After a jump and an exception out of twenty calls main is where the next call comes from.
last = [row for row in report["reuse_classes"]
        if row["array"].startswith("cell") and row["from"] == row["to"]]
assert [row["carried_by"] for row in last] == ["after"], last
done, report = record("--threads-apart", "./threads")
assert sorted(row["accesses"] for row in report["threads"])[1] >= 5000
assert array(report, "total")["from_other_threads"] == 0

build("cc", LIBRARY, "libfill.so", "-shared", "-fPIC", "-Wl,--no-undefined")
build("cc", HOST, "host", "-ldl")
done, report = record("./host")
assert done.stdout == "7\n" and array(report, "table")["writes"] == 100
assert any(row["line"].startswith("libfill.so.c:") for row in report["lines"])

build("cc", REGION, "region")
done, report = record("./region")
assert done.returncode == 0 and (report["reads"], report["writes"]) == (100, 100)
subprocess.run(["gcc", f"-I{INCLUDE}", "region.c", "-o", "plain"], check=True)
assert subprocess.run(["./plain"], check=False).returncode == 0

build("cc", OPENMP, "openmp", "-fopenmp")
done, report = record("./openmp")
assert done.returncode == 0 and array(report, "x (openmp.c:4)")["writes"] == 1000
assert report["thread_count"] == 2
