"""How a route along departments is written: one sign between them in tables, charts and files, "from A to B" in a sentence.

The sign is in our fonts, in every code page that Excel may take a file for, and in tables/variants.csv; an arrow is in neither.
"""

from __future__ import annotations

from journeys.texts import say

THEN = " > "


def route_name(*departments: str) -> str:
    """This names a route in a table, on a chart or in a file: `A > B > C`."""
    return THEN.join(departments)


def route_in_words(*departments: str, inside: bool = False) -> str:
    """This names a route at the beginning of a sentence or `inside` it: `From A to B to C`; one department by its name alone."""
    if len(departments) == 1:
        return departments[0]
    route = f" {say('to')} ".join(departments)
    return say("from {route}", route=route) if inside else say("From {route}", route=route)
