"""Recordings of calls: where they are (``[[recordings]]``) and the port that hands them out."""

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


class RecordingsPortSettings(Section, frozen=True, kw_only=True):
    """The HTTP port that hands recordings out, with the certificate of feed."""

    host: Annotated[
        str | None, Meta(description="Address to listen on; without it that of feed.", examples=["0.0.0.0"])
    ] = None
    port: Annotated[
        Annotated[int, Meta(ge=0, le=65535)] | None,
        Meta(description="TCP port; without it the one below feed.port (5098). 0: a free one.", examples=[5098]),
    ] = None
    public_host: Annotated[
        str,
        Meta(description="Name or address in the links that clients get; empty: the one listened on, or this\n"
             "machine's name.", max_length=255, pattern=r"^[0-9A-Za-z.:_-]*$"),
    ] = ""

    def port_beside(self, feed_port: int) -> int:
        """The port, where that of the feed is this."""
        return self.port if self.port is not None else max(0, feed_port - 1)
