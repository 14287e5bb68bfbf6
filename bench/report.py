"""The lines of make bench: what was measured, as a ratio, its goal, and whether it is met."""

import pathlib
from dataclasses import dataclass

ROOT = pathlib.Path(__file__).resolve().parent.parent


@dataclass
class Line:
    what: str
    result: str
    goal: str
    verdict: str  # "met", "MISSED", or empty where there is no goal


LINES = []


def add(what, result, goal, verdict):
    LINES.append(Line(what, result, goal, verdict))
    print(f"  {what}: {result}" + (f"  (goal {goal}: {verdict})" if goal else ""), flush=True)


def at_least(what, value, least, unit="x", digits=2):
    """A line whose goal is `least` or more."""
    add(what, f"{value:.{digits}f}{unit}", f">= {least:g}{unit}", "met" if value >= least else "MISSED")


def at_most(what, value, most, unit="x", digits=2):
    """A line whose goal is `most` or less."""
    add(what, f"{value:.{digits}f}{unit}", f"<= {most:g}{unit}", "met" if value <= most else "MISSED")


def without_goal(what, value, unit="x", digits=2):
    add(what, f"{value:.{digits}f}{unit}", "", "")


def failed(what, error):
    """A measurement that could not be taken: it hides no other, and fails the run."""
    add(what, f"failed: {error!r}", "to run", "MISSED")


def note(text):
    """The absolute values behind the lines that follow; they are only of this machine."""
    print(f"  {text}", flush=True)


def table():
    width = max(len(line.what) for line in LINES)
    print(f"\n{'measurement':{width}}  {'result':>9}  {'goal':>10}")
    for line in LINES:
        print(f"{line.what:{width}}  {line.result:>9}  {line.goal:>10}  {line.verdict}")


def any_failed():
    return any(line.result.startswith("failed") for line in LINES)
