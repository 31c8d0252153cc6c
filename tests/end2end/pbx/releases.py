"""Which Asterisk releases the tests know, and where Debian keeps them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Release:
    """One major version of Asterisk; `suites` are Debian's, tried in order."""

    number: str
    suites: tuple[str, ...]

    def __str__(self) -> str:
        return self.number


RELEASES = {
    "22": Release(
        "22", ("testing", "sid")
    ),  # both move: the exact version is in every capture (CoreSettings)
    "16": Release("16", ("bullseye",)),  # frozen, and will leave the mirrors one day
}
