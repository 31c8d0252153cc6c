"""Where the call was besides in conversations: queues and their ringing, IVR, parking, voicemail, on a recording."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from shared.domain.calls import Step
from shared.domain.recorded import written_spans
from supervisor_console.tracking.presenter.happening import (
    CALLER_LANE,
    IVR_LANE,
    PARKING_LANE,
    VOICEMAIL_LANE,
    Happening,
    Kind,
    agent_lane,
    queue_lane,
)
from supervisor_console.tracking.presenter.telling import Telling

TOGETHER_MS = 4_000
"""Keys pressed closer than this are one number."""
TOUCH_MS = 500
_MOMENTS: dict[str, Kind] = {"signal": "signal", "pickup": "pickup", "conference": "conference"}


def visits(telling: Telling) -> Iterator[Happening]:
    """Waiting in queues, and every phone that rang for it."""
    for number, visit in enumerate(telling.call.visits):
        yield Happening(
            key=f"queue:{number}", kind="queue", lane=queue_lane(visit.queue), who=visit.queue,
            starts_ms=telling.ms(visit.entered_at), ends_ms=telling.ms(visit.left_at), result=visit.outcome or "",
            position=visit.position, is_running=visit.left_at is None,
        )  # fmt: skip
        for nth, ring in enumerate(visit.attempts):
            yield Happening(
                key=f"ring:{number}:{nth}", kind="ring", lane=agent_lane(ring.agent), who=ring.agent,
                starts_ms=telling.ms(ring.started_at), ends_ms=telling.ms(ring.ended_at), result=ring.result or "",
                other=visit.queue, is_running=ring.ended_at is None, text=ring.interface,
            )  # fmt: skip


def parkings(telling: Telling) -> Iterator[Happening]:
    """Stays in the parking lot."""
    for number, lot in enumerate(telling.call.parkings):
        yield Happening(
            key=f"park:{number}", kind="park", lane=PARKING_LANE, who=lot.by or "", other=lot.retrieved_by or "",
            starts_ms=telling.ms(lot.started_at), ends_ms=telling.ms(lot.ended_at), result=lot.ending or "",
            text=lot.space, is_running=lot.ended_at is None,
        )  # fmt: skip


def recordings(telling: Telling) -> Iterator[Happening]:
    """Files with sound, the spans in which recording was switched off, and those that are cut out of the file."""
    for number, one in enumerate(telling.call.recordings):
        written = written_spans(one, telling.at(telling.call_ms))
        spans = [(telling.ms(begun), telling.ms(stopped)) for begun, stopped in written]
        if not spans:
            continue
        start, end = spans[0][0], spans[-1][1]
        yield Happening(
            key=f"recording:{number}", kind="recording", lane="sound", starts_ms=start, ends_ms=end, text=one.file,
            is_running=one.ended_at is None,
        )  # fmt: skip
        for nth, ((_, stopped), (begun, _)) in enumerate(pairwise(spans)):
            yield Happening(key=f"cut:{number}:{nth}", kind="cut", lane="sound", starts_ms=stopped, ends_ms=begun)
        place = start
        muted = [pause for pause in one.pauses if not pause.is_cut]
        for nth, pause in enumerate(sorted(muted, key=lambda each: each.started_at)):
            off, on = max(place, telling.ms(pause.started_at)), min(end, telling.ms(pause.ended_at or one.ended_at))
            place = max(place, on)
            if on > off:
                yield Happening(
                    key=f"off:{number}:{nth}", kind="off", lane="sound", starts_ms=off, ends_ms=on,
                    is_running=pause.ended_at is None and one.ended_at is None,
                )  # fmt: skip


def announcements(telling: Telling, enders: list[int]) -> Iterator[Happening]:
    """Stays in the IVR and in voicemail: from their first step to what came next (``enders``: offsets, sorted)."""
    until = {"ivr": -1, "voicemail": -1}
    steps = telling.call.steps
    mailboxes = [telling.ms(step.happened_at) for step in steps if step.kind == "voicemail"]
    for number, step in enumerate(steps):
        at = telling.ms(step.happened_at)
        if step.kind not in until or at < until[step.kind]:
            continue
        further = enders + (mailboxes if step.kind == "ivr" else [])
        end = min((each for each in further if each > at), default=telling.call_ms)
        until[step.kind] = end
        if step.kind == "voicemail":
            yield _announced(telling, "voicemail", number, at, end, step.text)
        elif end > at:
            start = 0 if at <= TOUCH_MS else at
            heard, keys = _heard(telling, steps, at, end), _keys(telling, at, end)
            yield _announced(telling, "ivr", number, start, end, heard, keys)


def _announced(
    telling: Telling, kind: Kind, number: int, start: int, end: int, text: str, keys: str = ""
) -> Happening:
    lane = IVR_LANE if kind == "ivr" else VOICEMAIL_LANE
    is_running = telling.is_running and end >= telling.call_ms
    return Happening(
        key=f"{kind}:{number}", kind=kind, lane=lane, starts_ms=start, ends_ms=end, text=text, result=keys,
        is_running=is_running,
    )  # fmt: skip


def _heard(telling: Telling, steps: tuple[Step, ...], start: int, end: int) -> str:
    """The dialplan's applications of a stay, each once."""
    told = [step.text for step in steps if step.kind == "ivr" and start <= telling.ms(step.happened_at) < end]
    return ", ".join(dict.fromkeys(told))


def _keys(telling: Telling, start: int, end: int) -> str:
    """What the caller pressed in a stay."""
    return "".join(
        step.text for step in telling.call.steps
        if step.kind == "digit" and step.party is None and start <= telling.ms(step.happened_at) <= end
    )  # fmt: skip


def moments(telling: Telling, stays: list[Happening]) -> Iterator[Happening]:
    """What takes no time: keys pressed outside the IVR, signals of the dialplan, pick-ups."""
    keys: dict[str, list[tuple[int, str]]] = {}
    for number, step in enumerate(telling.call.steps):
        at = telling.ms(step.happened_at)
        if step.kind in _MOMENTS:
            yield Happening(
                key=f"{step.kind}:{number}", kind=_MOMENTS[step.kind], starts_ms=at, ends_ms=at, text=step.text
            )
        elif step.kind == "digit" and (step.party or not any(one.starts_ms <= at <= one.ends_ms for one in stays)):
            keys.setdefault(step.party or "", []).append((at, step.text))
    for party, pressed in keys.items():
        yield from _numbers(party, pressed)


def _numbers(party: str, keys: list[tuple[int, str]]) -> Iterator[Happening]:
    """Numbers that somebody keyed; without ``party`` the caller."""
    starts = [0, *(nth for nth, (one, other) in enumerate(pairwise(keys), 1) if other[0] - one[0] > TOGETHER_MS)]
    for start, stop in pairwise([*starts, len(keys)]):
        part = keys[start:stop]
        if part:
            text = "".join(key for _, key in part)
            yield Happening(
                key=f"digits:{party}:{start}" if party else f"digits:{start}", kind="digits", starts_ms=part[0][0],
                ends_ms=part[-1][0], text=text, who=party, lane=agent_lane(party) if party else CALLER_LANE,
            )  # fmt: skip


def wrap_ups(telling: Telling) -> Iterator[Happening]:
    """Finishing after the talk, also after the call's end; only of those who talked."""
    for number, one in enumerate(telling.wrap_ups):
        talks = [each for each in telling.call.conversations if each.party == one.agent and each.ended_at]
        if one.state != "wrapping_up" or not talks:
            continue
        start = telling.free_ms(one.started_at)
        end = telling.free_ms(one.ended_at or max(telling.now, one.started_at))
        if end > max(start, 0):
            yield Happening(
                key=f"wrapup:{number}", kind="wrapup", lane=agent_lane(one.agent), who=one.agent,
                starts_ms=max(0, start), ends_ms=end, is_running=one.ended_at is None,
            )  # fmt: skip


def gaps(telling: Telling) -> Iterator[Happening]:
    """Spans in which the PBX was not seen."""
    for number, gap in enumerate(telling.gaps):
        start, end = telling.ms(gap.started_at), telling.ms(gap.ended_at)
        if end > start:
            yield Happening(key=f"gap:{number}", kind="gap", starts_ms=start, ends_ms=end, result=gap.cause)
