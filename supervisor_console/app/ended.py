"""What is known of a console before and after it runs: the program's name, and how a sign-in ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from shared.feed_client.status import Status
from shared.language import Language


@dataclass(frozen=True)
class Ended:
    """How it ended: the program ends, or somebody else signs in (``refused``: why the server let nobody in)."""

    kind: Literal["quit", "sign_in"]
    refused: Status | None = None


def title(language: Language) -> str:
    """The program's name."""
    return language.text("Supervisor console")
