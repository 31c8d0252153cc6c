"""Which Asterisk releases the tests know, and where Debian keeps them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Release:
    """One major version of Asterisk; its `suites` are tried in order, `packages` bring all they need."""

    number: str
    suites: tuple[str, ...]
    packages: tuple[str, ...] = ("asterisk", "asterisk-modules", "asterisk-core-sounds-en-gsm")

    def __str__(self) -> str:
        return self.number


RELEASES = {
    "22": Release("22", ("testing", "sid")),  # both move: the exact version is in every capture (CoreSettings)
    "16": Release(
        "16", ("bullseye",), (*Release.packages, "asterisk-voicemail")
    ),  # frozen, and will leave the mirrors one day
}
