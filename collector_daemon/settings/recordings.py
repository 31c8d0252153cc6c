"""Where the recordings of calls are: the table ``[[recordings]]``, from a PBX's folder to one of this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from msgspec import Meta

from shared.settings import Section


class RecordingsSettings(Section, frozen=True, kw_only=True):
    """A PBX's folder of recordings, as this machine sees it."""

    pbx: Annotated[str, Meta(description="The PBX that records there; empty: any.", max_length=64)] = ""
    pbx_folder: Annotated[
        str, Meta(description="The folder as the PBX calls it.", pattern=r"^/[^\x00-\x1f]*$", max_length=1000)
    ] = "/var/spool/asterisk/monitor"
    folder: Annotated[
        Path,
        Meta(description="The same folder on this machine, e.g. mounted from the PBX; only read. Nothing outside\n"
             "of it is ever opened.", examples=["/var/spool/asterisk/monitor"]),
    ]

    def __post_init__(self) -> None:
        if not self.folder.is_absolute():
            raise ValueError(f"folder {str(self.folder)!r} must begin at the root")
        if ".." in self.pbx_folder.split("/"):
            raise ValueError(f"pbx_folder {self.pbx_folder!r} may not go up")
