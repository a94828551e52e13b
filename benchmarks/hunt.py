"""Looks for false alarms and crashes in all code that is installed: the standard library and every package beside wflint.

None of it holds a handler, except the SDKs themselves, so a check must find nothing there. Beside that, every function of
every module is followed as if an engine replayed it, which must not fail, whatever the code is.
"""

from __future__ import annotations

import argparse
import signal
import sys
import time
import traceback
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from forcing import Forcing, check_installed, library_files

LIMIT = 30.0
"""Seconds after which a module is given up: nobody would wait for it."""


class TooSlowError(Exception):
    """A module takes longer than the limit."""


def _give_up(*_: object) -> None:
    raise TooSlowError


def check_libraries() -> int:
    """Check everything with all rules; gives the number of findings."""
    start = time.perf_counter()
    report = check_installed()
    for finding in report.findings:
        line = report.sources[finding.span.path].line_of(finding.span.start)
        print(f"{finding.span.path}:{line}: {finding.code} {finding.message}")
    taken = time.perf_counter() - start
    print(f"{report.files} files, {report.handlers} handlers, {len(report.findings)} findings, {taken:.1f} s")
    return len(report.findings)


def force(files: list[Path], part: tuple[int, int]) -> int:
    """Follow every function of some files; gives the number of those that failed.

    Args:
        files: The files.
        part: Which part of how many to look at, for a run in several processes.
    """
    forcing = Forcing()
    number, parts = part
    crashes = functions = findings = rejected = 0
    signal.signal(signal.SIGALRM, _give_up)
    for path in files[number - 1 :: parts]:
        signal.setitimer(signal.ITIMER_REAL, LIMIT)
        try:
            found = forcing.force(path)
        except TooSlowError:
            crashes += 1
            print(f"SLOW {path}", flush=True)
            continue
        except Exception:  # noqa: BLE001 - whatever it is, it is what this script looks for
            crashes += 1
            print(f"CRASH {path}\n{traceback.format_exc(limit=-6)}", flush=True)
            continue
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        functions += found.functions
        findings += found.findings
        rejected += bool(found.rejected)
    print(f"{functions} functions, {findings} findings if they were handlers, {rejected} files do not parse")
    print(f"{crashes} modules failed")
    return crashes


def main() -> int:
    """Run both; the exit code says whether anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--part", default="1/1", help="which part to force, such as 2/4")
    parser.add_argument("--only-force", action="store_true", help="leave the check out")
    arguments = parser.parse_args()
    number, _, parts = arguments.part.partition("/")
    findings = 0 if arguments.only_force else check_libraries()
    return int(force(library_files(), (int(number), int(parts))) + findings > 0)


if __name__ == "__main__":
    sys.exit(main())
