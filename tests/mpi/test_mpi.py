#!/usr/bin/env python3
"""Whatever the number of ranks, dmc-mpi prints what one process of dmc prints."""

import argparse
import os
import signal
import subprocess
import tempfile
import time
from pathlib import Path

RANKS = (1, 2, 3, 7)
KERNELS = (("conv", "--n", "70", "--k", "5"), ("fft", "--n", "1024", "--temporaries", "reuse"),
           ("matmul", "--m", "3", "--n", "2", "--l", "2"))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("--dmc", "--dmc-mpi", "--mpirun"):
        parser.add_argument(name, required=True, type=Path)
    options = parser.parse_args()
    environment = os.environ | {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
                                "OMPI_MCA_rmaps_base_oversubscribe": "1",
                                "PRTE_MCA_rmaps_default_mapping_policy": ":oversubscribe",
                                "OMPI_MCA_btl_base_warn_component_unused": "0",
                                "OMPI_MCA_mpi_yield_when_idle": "1"}

    def dmc(*arguments):
        return subprocess.run([options.dmc, *arguments], capture_output=True, encoding="utf-8",
                              check=True).stdout

    def ranks(count, *arguments):
        return subprocess.run([options.mpirun, "-n", str(count), options.dmc_mpi, *arguments],
                              capture_output=True, encoding="utf-8", env=environment, check=False)

    with tempfile.TemporaryDirectory() as directory:
        trace = Path(directory, "trace.dmct")
        for kernel in KERNELS:
            dmc("trace", *kernel, "-q", "-o", trace)
            for arguments in (("--json",), ("--format", "csv")) if kernel is KERNELS[0] else (("--json",),):
                expected = dmc("analyze", trace, *arguments)
                for count in RANKS:
                    done = ranks(count, "analyze", trace, *arguments)
                    assert done.returncode == 0, (kernel, count, done.stderr)
                    assert done.stdout == expected, (kernel, count)
        addresses = Path(directory, "trace.din")
        addresses.write_text("".join(f"{i % 2} {i * i % 3001:x}\n" for i in range(5000)),
                             encoding="utf-8")
        expected = dmc("analyze", addresses, "--granule", "8", "--size", "4KiB", "--json")
        for count in RANKS:
            done = ranks(count, "analyze", addresses, "--granule", "8", "--size", "4KiB", "--json")
            assert done.returncode == 0 and done.stdout == expected, (count, done)

        # Tables, too, though ranks may have a terminal that the user does not have.
        for form in ("table", "markdown"):
            assert ranks(2, "analyze", addresses, "--format", form).stdout == \
                dmc("analyze", addresses, "--format", form), form
        colored = ranks(2, "analyze", trace, "--color", "always").stdout
        assert colored == dmc("analyze", trace, "--color", "always") and "\x1b[" in colored

        # A signal leaves no half a file.
        large = Path(directory, "large.dmct")
        dmc("trace", "matmul", "--m", "300", "--n", "300", "--l", "300", "-q", "-o", large)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGXCPU):
            folder = Path(directory, f"signal{number}")
            folder.mkdir()
            process = subprocess.Popen([options.dmc_mpi, "analyze", large, "-o", folder / "r.json"],
                                       env=environment, stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL)
            deadline = time.monotonic() + 30
            while not list(folder.iterdir()) and process.poll() is None:
                assert time.monotonic() < deadline
                time.sleep(0.01)
            process.send_signal(number)
            process.wait(timeout=30)
            left = [path.name for path in folder.iterdir() if path.name.endswith(".part")]
            assert not left, (number, left)

        result = Path(directory, "result.json")
        done = ranks(3, "analyze", trace, "-o", result)
        assert done.returncode == 0 and done.stdout == "", done
        assert result.read_text(encoding="utf-8") == dmc("analyze", trace, "--json")

        trace.write_bytes(trace.read_bytes()[:-30])
        done = ranks(3, "analyze", trace)
        assert done.returncode == 2 and done.stdout == "", done
        assert done.stderr.count("cut off") == 1, done.stderr
        for arguments in (("analyze",), ("analyze", trace, "--no-such-option"), ("merge",)):
            done = ranks(2, *arguments)
            assert done.returncode == 2 and done.stdout == "", (arguments, done)
        done = ranks(2, "--help")
        assert done.returncode == 0 and done.stdout.count("Usage") == 1, done


if __name__ == "__main__":
    main()
