"""What came of looking for the server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shared.qt.preferences import Server

Kind = Literal["given", "chosen", "environment", "registry", "file", "dns"]
Fault = Literal["file", "no_address", "kind", "no_answer", "outside", "none"]


@dataclass(frozen=True)
class Origin:
    """Who says where the server is. ``place``: the variable, the registry's key, the file, the domain."""

    kind: Kind
    place: str = ""


@dataclass(frozen=True)
class Found:
    """A server, and who says so."""

    server: Server
    origin: Origin


@dataclass(frozen=True)
class Wrong:
    """Somebody says it in a way that can't be used. ``about``: what was said, or what is wrong with it."""

    origin: Origin
    fault: Fault
    about: str = ""


@dataclass(frozen=True)
class Search:
    """``found``: by DNS several, in the order in which to try them; after the user's own what the computer says.

    ``asked`` had nothing to say.
    """

    found: tuple[Found, ...] = ()
    asked: tuple[Origin, ...] = ()
    wrong: tuple[Wrong, ...] = ()

    @property
    def first(self) -> Found | None:
        """The one to be used."""
        return self.found[0] if self.found else None

    def then(self, other: Search) -> Search:
        """The search went on."""
        return Search(self.found + other.found, self.asked + other.asked, self.wrong + other.wrong)
