"""Officials as the objects `medewerker` know them: one name in all systems, and the department of whoever is in exactly one.

An official may belong to several departments, and groups need not stand under one: then their department says nothing about one act, and
only the case itself can tell it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from journeys.sources.shelf import Shelf


@dataclass
class Staff:
    """This is what is known of officials: `account` (e-mail address -> account name), `home` (account name -> its only department)."""

    account: dict[str, str] = field(default_factory=dict)
    home: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def of(shelf: Shelf) -> Staff:
        """This reads the officials from the shelf."""
        staff = Staff()
        shared: set[str] = set()  # an address that several officials have says of none of them that it was he
        for code, department, addresses in shelf.rows("medewerker", columns="id, f1, f2"):
            for address in (addresses or "").split():
                if staff.account.setdefault(address, str(code)) != code:
                    shared.add(address)
            if code and department:
                staff.home[code] = department
        for address in shared:
            del staff.account[address]
        return staff

    def official(self, account: str | None) -> str | None:
        """This gives an official under one name in all systems: the account, where the address of it is known."""
        return self.account.get(account, account) if account else None

    def home_of(self, official: str | None) -> str | None:
        """This gives the only department of an official; None where there are several or none is known."""
        return self.home.get(official) if official else None
