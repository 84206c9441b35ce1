"""What the terminal tells of the secret key of the pseudonyms, and the end of it (design: offer destruction of the key)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console

from journeys.errors import UsageError
from journeys.pseudonyms import destroy_key, find_key, key_path
from journeys.texts import say

if TYPE_CHECKING:
    from journeys.settings import PrivacySettings


def tell_key(privacy: PrivacySettings, to: Console) -> None:
    """This tells where the project's key lies and its fingerprint; none is made for that."""
    path = key_path(privacy)
    if not path.exists():
        _told(to, say("There is no key at {path}.", path=path), say("journeys mine makes one, unless --names keep is asked for."))
        return
    found = find_key(privacy)
    _told(to, say("The key of the pseudonyms: {path}.", path=found.path))
    mark = found.fingerprint
    _told(to, say("Fingerprint: {fingerprint}. A dossier made with this key has the same one in its provenance.", fingerprint=mark))
    _told(to, *found.lines(), say("journeys key --destroy destroys it for good."))


def tell_key_destroyed(privacy: PrivacySettings, to: Console, *, sure: bool) -> None:
    """This destroys the project's key, and tells what that means.

    Raises `UsageError` where nobody said to be sure, or there is no key; `SurroundingsError` where it cannot be removed.
    """
    path = key_path(privacy)
    if path.exists() and not sure:
        raise UsageError(
            say("The key {path} was not destroyed: that cannot be undone.", path=path),
            next_step=say(
                "Without it a pseudonym can never be led back to a name, and new exports get other pseudonyms than older dossiers."
                " Are you sure? Add --yes."
            ),
        )
    _told(to, say("The key {path} is destroyed. Dossiers stay as they are.", path=destroy_key(privacy)))
    _told(to, say("A copy that somebody made, or a back-up, is out of reach: destroy that too."))


def _told(to: Console, *lines: str) -> None:
    for line in lines:
        to.print(line, markup=False, soft_wrap=True)
