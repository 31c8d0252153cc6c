"""Recordings of calls: where they are (``[[recordings]]``) and the port that hands them out, and how long they stay."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

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
        if not self.folder.root:
            raise ValueError(f"folder {str(self.folder)!r} must begin at the root")
        if ".." in self.pbx_folder.split("/"):
            raise ValueError(f"pbx_folder {self.pbx_folder!r} may not go up")


class RecordingsPortSettings(Section, frozen=True, kw_only=True):
    """The HTTP port that hands recordings out, with the certificate of feed."""

    host: Annotated[
        str | None,
        Meta(description="Address to listen on; without it that of feed.", examples=["0.0.0.0"]),  # noqa: S104 - as said
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


class RecordingsRetentionSettings(Section, frozen=True, kw_only=True):
    """How long recordings are kept, of all calls or of those of a queue or line."""

    queue: Annotated[
        str,
        Meta(description="Of calls that visited this queue; empty: whichever.", max_length=128, examples=["support"]),
    ] = ""
    line: Annotated[str, Meta(description="Of calls to this inbound line; empty: whichever.", max_length=128)] = ""
    days: Annotated[int, Meta(description="Days after the call; 0: for ever.", ge=0, le=36_600)]
    action: Annotated[Literal["delete", "move"], Meta(description="What is done then.")] = "delete"
    folder: Annotated[
        Path | None, Meta(description="Where to move; still played from there.", examples=["/archive/calls"])
    ] = None

    def __post_init__(self) -> None:
        if self.action == "move" and self.folder is None:
            raise ValueError("action move needs a folder to move to")
        if self.folder is not None and not self.folder.root:
            raise ValueError(f"folder {str(self.folder)!r} must begin at the root")


class RecordingsEncryptionSettings(Section, frozen=True, kw_only=True):
    """Recordings encrypted on the disk."""

    is_on: Annotated[
        bool,
        Meta(description="Encrypt recordings when they are finished; the daemon must be able to write to their\n"
             "folders. The key is the secret recordings_key (CALLCENTRE_RECORDINGS_KEY). Off: what is encrypted is\n"
             "played still."),
    ] = False
    secret_file: Annotated[
        Path | None,
        Meta(description="File of mode 0600 with recordings_key.", examples=["/etc/callcentre/recordings.key"]),
    ] = None
    keys_folder: Annotated[
        Path | None,
        Meta(description="Folder of the days' keys; usually recording_keys in data_folder. Back it up: a recording\n"
             "whose key is gone is gone.", examples=["/var/lib/callcentre/recording_keys"]),
    ] = None


def archives(
    folders: Iterable[RecordingsSettings], rules: Iterable[RecordingsRetentionSettings]
) -> dict[Path, tuple[RecordingsSettings, ...]]:
    """For each folder that recordings are moved to: what stands there for each of the ``folders``, in their order."""
    known, made = tuple(folders), {}
    for target in dict.fromkeys(rule.folder for rule in rules if rule.action == "move" and rule.folder is not None):
        made[target] = tuple(
            RecordingsSettings(
                pbx=one.pbx, pbx_folder=one.pbx_folder,
                folder=target.joinpath(one.pbx or "any", *PurePosixPath(one.pbx_folder).parts[1:]),
            )
            for one in known
        )  # fmt: skip
    return made
