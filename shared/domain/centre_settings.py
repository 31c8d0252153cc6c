"""Sections of the centre's settings that administrators change in the console. Pure.

A section is a table of the daemon's settings file, or a list of such tables. What the file says holds until the
section is changed; from then on the section is the database's, as a whole, and the file's is not looked at.
"""

from __future__ import annotations

from typing import Literal, get_args

SectionName = Literal[
    "centre", "queue", "line", "pause_reason", "disposition", "script", "desk", "desk_queue", "crm_link", "alert",
    "recordings_retention", "retention",
]
"""Named as in the file. A value has the shape of the file's TOML as JSON: keys with defaults may be missing."""
SECTIONS: tuple[SectionName, ...] = get_args(SectionName)
KEY_OF: dict[SectionName, str] = {
    "queue": "name", "line": "number", "pause_reason": "reason", "disposition": "code", "script": "name",
    "desk_queue": "queue", "crm_link": "name", "alert": "name", "recordings_retention": "",
}  # fmt: skip
"""Lists, with the key that names an entry; sections that are not here are one table."""
