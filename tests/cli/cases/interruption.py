# An interrupted run leaves no partial file, and what was there before stays.
import os
import signal
import subprocess
import time

from calls import DMC

LONG = ["run", "matmul", "--m", "2000", "--n", "2000", "--l", "2000"]
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    with open("out.json", "w", encoding="utf-8") as file:
        file.write("old")
    files = ["-o", "out.json", "--histogram", "new.csv", "--mrc", "m.csv"]
    process = subprocess.Popen([DMC, *LONG, *files], stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while len(os.listdir()) < 4:  # out.json and three files in the making
        assert time.monotonic() < deadline and process.poll() is None, os.listdir()
        time.sleep(0.01)
    time.sleep(0.2)
    process.send_signal(number)
    assert process.wait(timeout=30) == -number, "it ends as any interrupted program does"
    assert os.listdir() == ["out.json"], os.listdir()
    with open("out.json", encoding="utf-8") as file:
        assert file.read() == "old"

# Under nohup a hangup is ignored, as the user wants.
process = subprocess.Popen([DMC, *LONG, "-o", "out.json"], stdin=subprocess.DEVNULL,
                           stdout=subprocess.DEVNULL,
                           preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN))
while len(os.listdir()) < 2:
    time.sleep(0.01)
process.send_signal(signal.SIGHUP)
time.sleep(0.3)
assert process.poll() is None
process.terminate()
process.wait()
assert os.listdir() == ["out.json"]
