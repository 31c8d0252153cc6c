"""The list that every scenario enters itself into."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from ..expected import Record
from ..lab import Lab

Script = Callable[[Lab], Awaitable[list[Record]]]


@dataclass(frozen=True)
class Scenario:
    """One script. `manager` is text added to manager.conf; `is_big` keeps it out of the small stories."""

    name: str
    sentences: str
    script: Script
    manager: str = ""
    is_big: bool = False
    has_audio: bool = True


SCENARIOS: dict[str, Scenario] = {}


def scenario(
    name: str, sentences: str, manager: str = "", is_big: bool = False, has_audio: bool = True
) -> Callable[[Script], Script]:
    """Enter a script into the list under its story's name."""

    def enter(script: Script) -> Script:
        SCENARIOS[name] = Scenario(name, sentences, script, manager, is_big, has_audio)
        return script

    return enter
