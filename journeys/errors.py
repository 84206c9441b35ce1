"""The tree of errors: each kind has its exit code and its page in docs/errors.md.

    JourneysError                1   anything of ours
    ├── UsageError               2   the command line asks for something that does not exist
    ├── InputError               3   a file cannot be read as it is
    ├── MappingError             4   it is unsure whose column is ours
    ├── SettingsError            5   journeys.toml cannot be used as it is
    ├── DossierError             6   the dossier cannot be opened, written or found whole
    ├── SurroundingsError        7   disk, memory or permission
    ├── DefinitionError          8   a definition (SQL file) cannot be used as it is
    └── LawError                 9   a law of the house was broken (rows read = events + rejects): a fault of ours
    Interrupted                130   the user stopped the work

A message is whole sentences in the user's language: where (file, sheet, column, row), what was expected, what to do next. Never the
content of a cell: cells are people.
"""


class JourneysError(Exception):
    """This is the base of every error that a user may see; `exit_code` is what the command ends with."""

    exit_code = 1

    def __init__(self, message: str, *, next_step: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.next_step = next_step

    def __str__(self) -> str:
        return f"{self.message} {self.next_step}".strip()


class UsageError(JourneysError):
    """This says that the command line asks for something that does not exist."""

    exit_code = 2


class InputError(JourneysError):
    """This says that a file cannot be read as it is."""

    exit_code = 3


class MappingError(JourneysError):
    """This says that it is unsure whose column is ours, and which line settles it."""

    exit_code = 4


class SettingsError(JourneysError):
    """This says that journeys.toml cannot be used as it is."""

    exit_code = 5


class DossierError(JourneysError):
    """This says that a dossier cannot be opened, written or found whole."""

    exit_code = 6


class SurroundingsError(JourneysError):
    """This says that disk, memory or permission stand in the way."""

    exit_code = 7


class DefinitionError(JourneysError):
    """This says that a definition (SQL file) cannot be used as it is."""

    exit_code = 8


class LawError(JourneysError):
    """This says that a law of the house was broken: a fault of ours, never of the file."""

    exit_code = 9


class Interrupted(JourneysError):
    """This says that the user stopped the work; the older dossier stands."""

    exit_code = 130
