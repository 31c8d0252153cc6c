"""The swim lanes: who had to do with the call, from top to bottom in the order in which they came to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from supervisor_console.tracking.presenter import bars
from supervisor_console.tracking.presenter.caller import stays
from supervisor_console.tracking.presenter.happening import (
    CALLER_LANE,
    IVR_LANE,
    PARKING_LANE,
    VOICEMAIL_LANE,
    Happening,
    queue_lane,
)
from supervisor_console.tracking.presenter.telling import CALLER, Telling
from supervisor_console.tracking.presenter.wording import GAPS
from supervisor_console.tracking.screen import Arrow, Bar, Drawing, Lane, LaneKind, Sound, Unseen

TOUCH_MS = 500
"""Bars of one lane that overlap by less than this are clock's dust: the earlier ends where the later begins."""
MOST_ARROWS = 40
"""More arrows to ringing phones than this would hide what they lead to."""
_STRENGTH = {"consult": 4, "talk": 3, "hold": 2, "wrapup": 1}
_KINDS: dict[str, LaneKind] = {IVR_LANE: "ivr", PARKING_LANE: "parking", VOICEMAIL_LANE: "voicemail"}
_DRAWN = ("ivr", "queue", "ring", "dial", "talk", "hold", "consult", "park", "voicemail", "wrapup")


def drawing(telling: Telling, found: tuple[Happening, ...]) -> Drawing:
    """All lanes of a call."""
    lanes = [_caller_lane(telling, found)]
    for key in _order(found):
        lanes += _lane(telling, key, [one for one in found if one.lane == key and one.kind in _DRAWN])
    sound = _sound_lanes(telling, found)
    drawn = tuple(lanes)
    whole = max([telling.call_ms, *(bar.ends_ms for lane in drawn for bar in lane.bars)])
    return Drawing(
        started_at=telling.call.started_at, zone=telling.zone, call_ms=telling.call_ms, whole_ms=whole,
        is_running=telling.is_running, is_exact=telling.is_exact, decimal=telling.language.number(0.5, 1)[1],
        lanes=(*drawn, *sound),
        arrows=tuple(_arrows(telling, found, {lane.key for lane in drawn})), unseen=tuple(_unseen(telling, found)),
        sounds=tuple(_sounds(found, sound)),
    )  # fmt: skip


def _order(found: Iterable[Happening]) -> list[str]:
    """Lanes by their first bar; parking and voicemail where they came."""
    return list(dict.fromkeys(one.lane for one in found if one.kind in _DRAWN and one.lane != CALLER_LANE))


def _caller_lane(telling: Telling, found: tuple[Happening, ...]) -> Lane:
    text = telling.language.text
    title = text("Customer") if telling.call.direction == "outbound" else text("Caller")
    pieces = tuple(bars.stay_bar(telling, stay) for stay in stays(telling, found))
    return Lane(key=CALLER_LANE, kind="caller", title=title, subtitle=telling.customer, bars=pieces)


def _lane(telling: Telling, key: str, found: list[Happening]) -> list[Lane]:
    """One lane, and further ones for what overlaps."""
    kind = _KINDS.get(key) or ("queue" if key.startswith("queue:") else "agent")
    party = key.partition(":")[2]
    if kind == "agent" and telling.is_outside(party):
        kind = "outside"
    title, subtitle = _titles(telling, kind, party, found)
    rows = apart(_pieces(telling, found))
    return [
        Lane(
            key=key if not nth else f"{key}/{nth}", kind=kind, title=title if not nth else "",
            subtitle=subtitle if not nth else "", bars=tuple(row), is_more=nth > 0,
        )
        for nth, row in enumerate(rows)
    ]  # fmt: skip


def _titles(telling: Telling, kind: LaneKind, party: str, found: list[Happening]) -> tuple[str, str]:
    text = telling.language.text
    match kind:
        case "ivr":
            return "IVR", text("Prompts and choices")
        case "queue":
            return text("Queue"), telling.queue(party)
        case "parking":
            return text("Parking"), ", ".join(dict.fromkeys(one.text for one in found))
        case "voicemail":
            return text("Voicemail"), ""
        case "outside":
            return telling.short(party), text("Outside")
    return telling.short(party), telling.name(party)


def _pieces(telling: Telling, found: list[Happening]) -> list[Bar]:
    """Bars of one lane; of talk, hold and consultation only the strongest at a time."""
    acting = [one for one in found if one.kind in _STRENGTH]
    pieces = [bars.bar(telling, one, one.starts_ms, one.ends_ms) for one in found if one.kind not in _STRENGTH]
    for one in acting:
        stronger = [
            other for other in acting
            if other is not one and (_STRENGTH[other.kind], other.starts_ms) > (_STRENGTH[one.kind], one.starts_ms)
        ]  # fmt: skip
        pieces += [bars.bar(telling, one, start, end) for start, end in _left(one, stronger)]
    return sorted(pieces, key=lambda bar: (bar.starts_ms, bar.ends_ms))


def _left(one: Happening, stronger: list[Happening]) -> Iterator[tuple[int, int]]:
    """What stronger spans leave of one."""
    place = one.starts_ms
    for other in sorted(stronger, key=lambda each: each.starts_ms):
        if other.ends_ms <= place or other.starts_ms >= one.ends_ms:
            continue
        if other.starts_ms > place:
            yield place, other.starts_ms
        place = max(place, other.ends_ms)
    if place < one.ends_ms:
        yield place, one.ends_ms


def apart(pieces: list[Bar]) -> list[list[Bar]]:
    """Rows in which no bar overlaps another; one whose end only just overlaps the next is cut there."""
    rows: list[list[Bar]] = []
    for bar in pieces:
        for row in rows:
            last = row[-1]
            over = last.ends_ms - bar.starts_ms
            if over <= 0:
                row.append(bar)
                break
            if over <= TOUCH_MS and last.starts_ms < bar.starts_ms:
                row[-1] = msgspec.structs.replace(last, ends_ms=bar.starts_ms)
                row.append(bar)
                break
        else:
            rows.append([bar])
    return rows


def _sound_lanes(telling: Telling, found: tuple[Happening, ...]) -> list[Lane]:
    """Recordings; pauses are cut out of them, and nothing is there where nothing was written."""
    files = [one for one in found if one.kind == "recording"]
    pauses = [one for one in found if one.kind in ("off", "cut")]
    if not files:
        return []
    text = telling.language.text
    whole = [bars.bar(telling, one, one.starts_ms, one.ends_ms) for one in files]
    recorded = sum(one.length_ms for one in files) - sum(one.length_ms for one in pauses)
    parts = telling.language.plural("{number} part", "{number} parts", len(files))
    subtitle = f"{parts}, {telling.length(0, recorded)}"
    lanes = []
    for nth, row in enumerate(apart(whole)):
        pieces = [piece for bar in row for piece in _sound_pieces(telling, bar, files, pauses)]
        lanes.append(
            Lane(
                key=f"sound:{nth}", kind="sound", title=text("Recording|noun") if not nth else "", is_more=nth > 0,
                subtitle=subtitle if not nth else "", bars=tuple(sorted(pieces, key=lambda bar: bar.starts_ms)),
            )
        )  # fmt: skip
    return lanes


def _sound_pieces(telling: Telling, whole: Bar, files: list[Happening], pauses: list[Happening]) -> Iterator[Bar]:
    """One file, as far as it is seen in its lane, its pauses cut out."""
    file = next(one for one in files if one.key == whole.step)
    seen = msgspec.structs.replace(file, ends_ms=whole.ends_ms)
    off = [
        msgspec.structs.replace(one, ends_ms=min(one.ends_ms, seen.ends_ms)) for one in pauses
        if one.key.startswith((f"off:{_nth(file)}:", f"cut:{_nth(file)}:")) and one.starts_ms < seen.ends_ms
    ]  # fmt: skip
    for span in _left(seen, off):
        yield bars.bar(telling, seen, *span)
    for one in off:
        if one.kind == "off":
            yield bars.bar(telling, one, one.starts_ms, one.ends_ms)


def _nth(one: Happening) -> str:
    return one.key.partition(":")[2]


def _sounds(found: tuple[Happening, ...], lanes: list[Lane]) -> Iterator[Sound]:
    for one in found:
        if one.kind == "recording":
            lane = next((lane.key for lane in lanes if any(bar.step == one.key for bar in lane.bars)), "")
            yield Sound(lane=lane, file=one.text, starts_ms=one.starts_ms, ends_ms=one.ends_ms)


def _unseen(telling: Telling, found: tuple[Happening, ...]) -> Iterator[Unseen]:
    for one in found:
        if one.kind == "gap":
            word = telling.language.text(GAPS.get(one.result, GAPS["connection"]))
            hint = f"{word}\n{telling.span(one.starts_ms, one.ends_ms)}"
            yield Unseen(starts_ms=one.starts_ms, ends_ms=one.ends_ms, text=word, hint=hint)


def _arrows(telling: Telling, found: tuple[Happening, ...], lanes: set[str]) -> Iterator[Arrow]:
    """IVR to queue, queue to each phone it rang, one who transfers to whom."""
    rings = [one for one in found if one.kind == "ring"]
    for one in found:
        if one.kind == "queue":
            source = _before(found, one)
            if source is not None:
                yield Arrow(at_ms=one.starts_ms, source=source, target=one.lane, token="muted")
        elif one.kind == "ring" and len(rings) <= MOST_ARROWS and queue_lane(one.other) in lanes:
            yield Arrow(at_ms=one.starts_ms, source=queue_lane(one.other), target=one.lane, token="ringing")
        elif one.kind == "transfer":
            target = _lane_of(telling, found, one, lanes)
            if target and one.lane in lanes and target != one.lane:
                yield Arrow(
                    at_ms=one.starts_ms, source=one.lane, target=target, is_failed=one.result == "failed",
                    token="bad" if one.result == "failed" else "ringing", hint=bars.hint(telling, one),
                )  # fmt: skip


def _before(found: tuple[Happening, ...], visit: Happening) -> str | None:
    """Which lane the call was in when it came to a queue, if that was the IVR or another queue."""
    earlier = [
        one for one in found
        if one.kind in ("ivr", "queue") and one.lane != visit.lane and abs(one.ends_ms - visit.starts_ms) <= TOUCH_MS
        and one.starts_ms < visit.starts_ms
    ]  # fmt: skip
    return earlier[-1].lane if earlier else None


def _lane_of(telling: Telling, found: tuple[Happening, ...], one: Happening, lanes: set[str]) -> str:
    """Where a transfer led."""
    if any(lot.kind == "park" and abs(lot.starts_ms - one.starts_ms) <= TOUCH_MS * 4 for lot in found):
        return PARKING_LANE
    if telling.is_caller(one.other) or one.other == CALLER:
        return ""
    wanted = (f"agent:{one.other}", queue_lane(one.other))
    return next((lane for lane in wanted if lane in lanes), "")
