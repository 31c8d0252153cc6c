"""A recording with a hole: the connection is lost for a while, then made again and the present surveyed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from collector_daemon.capture import Connected, Entry, Headers, Heard, Lost


def cut(entries: Sequence[Entry], lost_at: float, back_at: float) -> list[Entry]:
    """Without what was said in [lost_at, back_at); with the survey that the PBX would answer then."""
    present = Present()
    for entry in entries:
        if isinstance(entry, Heard) and entry.at < back_at:
            present.hear(entry)
    answers = [Heard(back_at, headers) for headers in present.survey(back_at)]
    before = [entry for entry in entries if entry.at < lost_at]
    after = [entry for entry in entries if entry.at >= back_at]
    return [*before, Lost(lost_at), Connected(back_at, "Asterisk Call Manager/11.0.0"), *answers, *after]


class Present:
    """What is going on, by what was heard."""

    def __init__(self) -> None:
        self._legs: dict[str, Headers] = {}
        self._bridges: dict[str, str] = {}
        self._waiting: dict[tuple[str, str], tuple[Headers, float]] = {}
        self._members: dict[tuple[str, str], Headers] = {}
        self._rung: set[str] = set()
        self._booted: tuple[float, int] | None = None
        self._born: dict[str, float] = {}

    def hear(self, entry: Heard) -> None:
        """One message."""
        headers, name = entry.headers, entry.headers.get("Event")
        leg_id, queue = str(headers.get("Uniqueid")), str(headers.get("Queue"))
        if name == "Newchannel":
            self._legs[leg_id] = headers
            self._born[leg_id] = entry.at
        elif name == "Hangup":
            self._legs.pop(leg_id, None)
        elif leg_id in self._legs and "ChannelStateDesc" in headers:
            self._legs[leg_id] = headers
        if name == "BridgeEnter":
            self._bridges[leg_id] = str(headers["BridgeUniqueid"])
        elif name == "BridgeLeave":
            self._bridges.pop(leg_id, None)
        elif name == "DialBegin":
            self._rung.add(str(headers["DestUniqueid"]))
        elif name == "QueueCallerJoin":
            self._waiting[leg_id, queue] = (headers, entry.at)
        elif name == "QueueCallerLeave":
            self._waiting.pop((leg_id, queue), None)
        elif name == "FullyBooted":
            self._booted = (entry.at, int(str(headers.get("Uptime", 0))))
        else:
            self._hear_of_member(headers, str(name), queue)

    def _hear_of_member(self, headers: Headers, name: str, queue: str) -> None:
        if name == "QueueMember":
            self._members[queue, str(headers["Location"])] = headers
        elif name == "QueueMemberRemoved":
            self._members.pop((queue, str(headers["Interface"])), None)
        elif name in ("QueueMemberAdded", "QueueMemberStatus", "QueueMemberPause"):
            shown = {"Event": "QueueMember", "Name": headers["MemberName"], "Location": headers["Interface"]}
            self._members[queue, str(headers["Interface"])] = headers | shown

    def survey(self, at: float) -> Iterator[Headers]:
        """The answers to all questions of a survey."""
        if self._booted:
            yield {"Event": "FullyBooted", "Uptime": str(int(at - self._booted[0] + self._booted[1]))}
        yield from self._members.values()
        for (leg_id, queue), (headers, joined_at) in self._waiting.items():
            waited = str(int(at) - int(joined_at))
            yield {**headers, "Event": "QueueEntry", "Queue": queue, "Uniqueid": leg_id, "Wait": waited}
        yield {"Event": "QueueStatusComplete"}
        for leg_id, headers in self._legs.items():
            seconds = int(at - self._born[leg_id])
            yield {
                **headers,
                "Event": "CoreShowChannel",
                "Application": "AppQueue" if leg_id in self._rung else "Queue",
                "ApplicationData": "", "BridgeId": self._bridges.get(leg_id, ""),
                "Duration": f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}",
            }  # fmt: skip
        yield {"Event": "CoreShowChannelsComplete"}
        yield {"Event": "ParkedCallsComplete"}
