"""Recorded stories as streams of events, for laws that must hold for any of them."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from collector_daemon import capture
from collector_daemon.asterisk.translate import translate
from collector_daemon.core.centre import Centre, centre_of
from shared.domain import events as ev
from shared.domain.calls import Call
from shared.domain.events import Event, LegView

STORIES = Path(__file__).parents[3] / "stories"
FOLDERS = sorted(
    file.parent for file in STORIES.glob("*/*/capture.jsonl.gz") if not file.parent.name.startswith("busy")
)
SURVEY = (ev.LinkMade, ev.QueueSurveyed, ev.MembersSurveyed, ev.LegsSurveyed, ev.SurveyEnded, ev.PbxBooted,
          ev.LegSurveyed, ev.CallerSurveyed)


@cache
def events_of(folder: Path) -> tuple[Event, ...]:
    """All events of a story."""
    found = (translate(entry) for entry in capture.read(folder / "capture.jsonl.gz"))
    return tuple(event for event in found if event is not None)


def live(events: Iterable[Event]) -> list[Event]:
    """The events without the survey, whose answers would contradict another story's calls."""
    return [event for event in events if not isinstance(event, SURVEY)]


def legs_of(events: Iterable[Event]) -> set[str]:
    """The ids of all legs that a stream speaks of."""
    views = [getattr(event, name, None) for event in events for name in ("leg", "source", "target", "one", "two")]
    return {view.leg_id for view in views if isinstance(view, LegView)}


def is_unbroken(folder: Path) -> bool:
    """No gap and no stop of the PBX in it."""
    return not any(isinstance(event, ev.LinkLost | ev.PbxStopping) for event in events_of(folder))


def tell(events: Iterable[Event], centre: Centre | None = None) -> dict[str, Call]:
    """The calls that a centre tells of a stream, by id; those still open at the end too."""
    centre = centre or centre_of("main")
    told: dict[str, Call] = {}
    for event in events:
        for call in centre.apply(event).calls:
            for absorbed in call.absorbed:
                told.pop(absorbed, None)
            told[call.call_id] = call
    return told | {call.call_id: call for call in centre.open_calls()}
