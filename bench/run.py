#!/usr/bin/python3
"""make bench: measures ntadmin beside its peers in one run and prints each as a ratio with its goal.

Absolute times vary with the machine; the ratios are what counts. Names of subjects (files beside this one) or of single
measurements may be given. A subject is a module with MEASUREMENTS, functions that print lines of report.py.
"""

import importlib
import os
import pathlib
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests/e2e"), str(ROOT / "tests")]

import report  # noqa: E402

SUBJECTS = ("sessions", "calls", "wire", "accounts")


def chosen(names):
    """Every measurement whose name, or whose subject's name, is among `names`; all of them where there is none."""
    known = {subject: importlib.import_module(subject).MEASUREMENTS for subject in SUBJECTS}
    unknown = set(names) - set(known) - {each.__name__ for subject in known.values() for each in subject}
    if unknown:
        sys.exit(f"run.py: nothing is called {', '.join(sorted(unknown))}")
    return [each for subject, measurements in known.items() for each in measurements
            if not names or subject in names or each.__name__ in names]  # fmt: skip


def main():
    for measure in chosen(sys.argv[1:]):
        print(f"{measure.__name__}: {measure.__doc__.splitlines()[0]}", flush=True)
        begin = time.monotonic()
        try:
            measure()
        except Exception as error:
            report.failed(measure.__name__, error)
        report.note(f"[{time.monotonic() - begin:.0f} s]")
    report.table()
    return report.any_failed()


if __name__ == "__main__":
    os.umask(0o077)
    sys.exit(main())
