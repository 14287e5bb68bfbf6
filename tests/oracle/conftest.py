"""Puts the folder above on the path, so that `import oracle` works from wherever pytest starts."""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
