"""The generators of bench/municipal_shapes.py, for tests that read a small volume of what each of them writes."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping
from pathlib import Path

_found = importlib.util.spec_from_file_location("municipal_shapes", Path(__file__).parents[1] / "bench" / "municipal_shapes.py")
assert _found
assert _found.loader
_shapes = importlib.util.module_from_spec(_found)
_found.loader.exec_module(_shapes)

WRITERS: Mapping[str, Callable[[int, Path], None]] = _shapes.WRITERS
DEPARTMENTS: tuple[str, ...] = _shapes.DEPARTMENTS
