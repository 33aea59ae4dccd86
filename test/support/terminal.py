"""Runs a shell in a terminal, types keys, and tells what came of them.

Standard input is JSON: {"argv": [...], "cwd": "...", "env": {...}, "keys": ["cfssl gen\t", ...]}. The shell's prompt must end
with "READY> ", and the keys \\x18d (Ctrl-X d) must print "<<LINE>>" with the line typed so far, and empty it. Standard output is
JSON: for each of the keys, the line and all that the terminal showed.
"""

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import sys
import termios

LONGEST_WAIT = 60


def main():
    task = json.load(sys.stdin)
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(task["cwd"])
        os.execvpe(task["argv"][0], task["argv"], task["env"])
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
    try:
        read_until(terminal, rb"READY> ")
        results = []
        for keys in task["keys"]:
            os.write(terminal, keys.encode("utf-8", "surrogateescape") + b"\x18d")
            shown = read_until(terminal, rb"<<(.*?)>>").decode("utf-8", "replace")
            results.append({"line": re.findall(r"<<(.*?)>>", shown, re.DOTALL)[-1], "screen": shown})
        json.dump(results, sys.stdout)
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def read_until(terminal, pattern):
    shown = b""
    while not re.search(pattern, shown, re.DOTALL):
        ready, _, _ = select.select([terminal], [], [], LONGEST_WAIT)
        if not ready:
            raise SystemExit(f"the shell stopped at {shown!r}")
        shown += os.read(terminal, 65536)
    return shown


main()
