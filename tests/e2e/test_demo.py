"""scripts/demo, as a stranger runs it: every command of it, and the examples that it calls, end well."""

import subprocess
import sys

from harness import PATIENCE, ROOT


def test_the_demonstration_ends_well_and_shows_the_examples():
    done = subprocess.run([sys.executable, ROOT / "scripts/demo"], capture_output=True, text=True, timeout=10 * PATIENCE)
    assert done.returncode == 0, done.stdout + done.stderr
    for command in ("examples/who_is_on.py", "examples/fleet.py"):
        assert f"$ python3 {command}" in done.stdout
