"""Makes Python look, in a process of its own, as on systems that the tests do not run on.

Each shim is the text of a `sitecustomize`, which Python imports before anything else.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import wflint

ON_WINDOWS_MISSING = """\
import asyncio, concurrent.futures.process, logging, multiprocessing, os, pathlib, selectors, shutil, signal, socket, subprocess
import sys, tempfile

for name in (
    "chown fchown fchmod lchown geteuid getegid getuid getgid getgroups getxattr setxattr listxattr removexattr mkfifo mknod fork "
    "forkpty killpg getpgid getpgrp setsid sched_getaffinity posix_spawn pread pwrite readv writev statvfs uname wait wait3 "
    "wait4 WNOHANG getloadavg sysconf register_at_fork nice ttyname fdatasync fchdir pipe2 sendfile lockf sync O_NONBLOCK "
    "O_CLOEXEC O_NOFOLLOW O_DIRECTORY O_NOCTTY O_SYNC"
).split():
    if hasattr(os, name):
        delattr(os, name)
os.supports_dir_fd = os.supports_fd = os.supports_follow_symlinks = frozenset()
for name in "SIGHUP SIGKILL SIGALRM SIGUSR1 SIGUSR2 SIGPIPE SIGCHLD SIGQUIT SIGTSTP pthread_kill pthread_sigmask".split():
    delattr(signal, name)
for name in "fcntl resource pwd grp termios tty pty syslog readline".split():
    sys.modules[name] = None
"""

CASE_IGNORED = """\
import builtins, functools, io, os

def spelled(path):
    if not isinstance(path, (str, os.PathLike)) or os.path.lexists.__wrapped__(path):
        return path
    text = os.path.abspath(os.fspath(path))
    found = os.sep
    for part in text.split(os.sep)[1:]:
        try:
            names = listdir(found)
        except OSError:
            return path
        found = os.path.join(found, next((name for name in names if name.lower() == part.lower()), part))
    return found

def ignoring(function):
    return functools.wraps(function)(lambda path, *args, **kwargs: function(spelled(path), *args, **kwargs))

listdir = os.listdir
lstat = os.lstat

def lexists(path):
    try:
        lstat(path)
    except (OSError, ValueError):
        return False
    return True

os.path.lexists = functools.wraps(lexists)(lambda path: lexists(spelled(path)))
for name in "stat lstat open scandir listdir access".split():
    setattr(os, name, ignoring(getattr(os, name)))
builtins.open = io.open = ignoring(open)
"""


def run_with(
    shim: str, scratch: Path, cwd: Path, *arguments: str, encoding: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder, as on a system that a shim describes.

    Args:
        shim: The shim, empty for none.
        scratch: A folder outside of the project.
        cwd: The folder to run it in.
        arguments: Those of the command.
        encoding: What it prints is in; by default that of its console.
        environment: More variables.
    """
    (scratch / "sitecustomize.py").write_text(shim, encoding="utf-8")
    path = os.pathsep.join([str(scratch), str(Path(wflint.__file__).parent.parent)])
    result = subprocess.run(  # noqa: S603 - the arguments are the tests' own
        [sys.executable, "-m", "wflint", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": path, **environment},
        capture_output=True,
        check=False,
    )
    console = environment.get("PYTHONIOENCODING", "utf-8")
    streams = (result.stdout.decode(encoding or console), result.stderr.decode(console))
    assert "Traceback" not in "".join(streams), streams
    return subprocess.CompletedProcess(result.args, result.returncode, *streams)
