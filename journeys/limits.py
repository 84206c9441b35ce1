"""What one file may cost before anything grows: bounds on expanded size, ratio, depth and rows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """This bounds what one file may cost before anything grows: bytes after expansion, expansion ratio, depth of nesting, rows."""

    expanded_bytes: int = 16 * 1024**3
    ratio: int = 1000
    depth: int = 64
    rows: int = 200_000_000
