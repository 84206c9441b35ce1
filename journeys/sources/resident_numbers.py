"""Who a resident is over all systems: a citizen number, a KvK number, a party or a client number; never a name.

012345672          a citizen number (BSN), nine digits: a lost first zero is put back, points and blanks go
kvk:12345678       a company; rsin:... and vestiging:... only where no KvK number is known
anp:... partij:... klant:...   what a system itself calls somebody without such a number
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

NOBODY = frozenset({"111222333", "000000000", "999999999", "123456789"})
"""Numbers that forms and tests fill in where nobody is known; 111222333 passes the test of eleven all the same."""


def citizen_number(text: Any) -> str | None:
    """This gives a citizen number as nine digits; None for what cannot be one or stands for nobody."""
    digits = re.sub(r"[ .\-]", "", str(text or ""))
    if not re.fullmatch(r"\d{8,9}", digits) or digits.zfill(9) in NOBODY:
        return None
    return digits.zfill(9)


def of_role(sort: str, identification: Mapping[str, Any]) -> str | None:
    """This gives the resident of a role (rol) of Open Zaak by `betrokkeneType`; "" counts as absent; None for an official or nobody."""

    def text(*names: str) -> str:
        return next((str(identification[name]).strip() for name in names if identification.get(name)), "")

    if sort == "natuurlijk_persoon":
        number = citizen_number(text("inpBsn", "inp_bsn"))
        if number or text("inpBsn", "inp_bsn"):
            return number
        return _named("anp", text("anpIdentificatie", "anp_identificatie") or text("inpA_nummer", "inp_a_nummer"))
    if sort in ("niet_natuurlijk_persoon", "vestiging"):
        return (
            _named("kvk", text("kvkNummer", "kvk_nummer"))
            or _named("rsin", text("innNnpId", "inn_nnp_id"))
            or _named("vestiging", text("vestigingsNummer", "vestigings_nummer"))
        )
    return None


def of_address(sort: str, party: str) -> str | None:
    """This gives the resident of an address of somebody in another register, by its end: a citizen number, or what the register says."""
    numbered = sort == "natuurlijk_persoon" and re.fullmatch(r"\d{9}", party)
    return citizen_number(party) if numbered else f"partij:{party}"


def of_party(sort: str, number: Any) -> str | None:
    """This gives the resident of an identification of a party in Open Klant by `codeSoortObjectId`."""
    if sort == "bsn":
        return citizen_number(number)
    prefix = {"kvk_nummer": "kvk", "rsin": "rsin", "vestigingsnummer": "vestiging"}.get(sort)
    return _named(prefix, str(number or "").strip()) if prefix else None


def best_of(numbers: Mapping[str, str]) -> str | None:
    """This gives, of all numbers of one party by sort, the one that links best: BSN, then KvK, RSIN, branch."""
    for sort in ("bsn", "kvk_nummer", "rsin", "vestigingsnummer"):
        if found := of_party(sort, numbers.get(sort)):
            return found
    return None


def _named(prefix: str | None, number: str) -> str | None:
    return f"{prefix}:{number}" if number and number.strip("0") else None
