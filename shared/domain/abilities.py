"""What somebody can, as people write it: "sales 8, complaints" and "cs, en". Pure."""

from __future__ import annotations

from collections.abc import Mapping

from shared.domain.accounts import LEVELS, USUAL_LEVEL


def read_skills(said: str) -> dict[str, int]:
    """Skills with their levels; one without has the usual level. Raises ValueError with the part that is none."""
    found: dict[str, int] = {}
    for part in _parts(said):
        name, _space, level = part.replace("=", " ").rpartition(" ")
        if not name.strip() or not level.isdecimal():
            name, level = part, str(USUAL_LEVEL)
        if "=" in name or not LEVELS[0] <= int(level) <= LEVELS[1]:
            raise ValueError(part)
        found[" ".join(name.split())] = int(level)
    return found


def skills_told(skills: Mapping[str, int]) -> str:
    """As ``read_skills`` reads them."""
    return ", ".join(f"{name} {level}" for name, level in sorted(skills.items()))


def read_languages(said: str) -> tuple[str, ...]:
    """Each once, in order."""
    return tuple(dict.fromkeys(_parts(said)))


def _parts(said: str) -> list[str]:
    return [part.strip() for part in said.replace(";", ",").split(",") if part.strip()]
