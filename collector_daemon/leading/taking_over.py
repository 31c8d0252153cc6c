"""Taking over: on from what the last leader has stored, with what we have heard ourselves since.

The core is brought to exactly where the last leader's was when it stored last: from its newest stored state and the
raw events after it. Where that is in our own journal the messages themselves say: a PBX sends the same messages in the
same order to everybody who is logged in. From there on our own journal goes on. So calls that began before we were
connected are known as the leader knew them, nothing is stored twice, clocks need not agree, and there is no gap where
one of both was listening. Only where our journal does not have the leader's last message, it is one: from that message
to our next survey.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from collector_daemon.analysis import Analysis, Found
from collector_daemon.asterisk.headers import GREETING
from collector_daemon.asterisk.survey_actions import is_survey_begin, is_survey_end
from collector_daemon.asterisk.translate import translate
from collector_daemon.capture import Connected, Entry, Heard, Lost
from collector_daemon.core.centre import Centre
from collector_daemon.pipeline import STRETCH, Pipeline
from collector_daemon.store.kept import Kept
from collector_daemon.store.lease import Lease
from collector_daemon.store.recorder import Recorder
from shared.errors import Unavailable

log = logging.getLogger(__name__)

Numbered = tuple[int, Entry]
TAIL = 50
"""So many of the leader's last messages are compared."""
SKEW = timedelta(seconds=60)
"""The two machines' clocks, and those of PBX and daemon, may differ by so much."""
SURVEY_SECONDS = 3.0
"""How long to wait for the end of a survey that is under way."""
SETTLE_SECONDS = 1.0
"""Between two tries to say that all was taken over."""


async def last_stored_at(url: str, pipeline: Pipeline) -> datetime | None:
    """When the newest stored message of a PBX was heard. Raises Unavailable."""
    async with Kept.opened(url, [pipeline.blank()], GREETING) as (kept,):
        return await kept.last_at()


async def take_over(pipeline: Pipeline, recorder: Recorder, url: str) -> None:
    """Go on where the last leader stopped, and lead. The recorder must be running. Raises Unavailable."""
    name = pipeline.pbx.name
    async with Kept.opened(url, [pipeline.blank()], GREETING) as (kept,):
        last_at = await kept.last_at()
        if last_at is None:  # nobody has stored anything: our own journal is all there is
            pipeline.lead()
            return
        centre, theirs = await _last_known(kept, last_at)
        ours = await asyncio.to_thread(_since, pipeline, last_at - SKEW)
        cut = _cut(ours, [entry for _seq, entry in theirs if _is_for_everybody(entry)][-TAIL:])
        if cut is not None and theirs and isinstance(theirs[-1][1], Lost):
            await kept.undo_loss(last_at)
            theirs = [one for one in theirs if not isinstance(one[1], Lost) or one[1].at < last_at.timestamp()]
    analysis = Analysis(centre)
    for begin in range(0, len(theirs), STRETCH):
        analysis.take(theirs[begin : begin + STRETCH])  # it is stored
        await asyncio.sleep(0)
    if cut is None:
        log.warning("%s: what the last leader heard at %s is not in our journal; a gap from there on", name, last_at)
        await _store(pipeline, recorder, analysis, [(0, Lost(last_at.timestamp()))], 0)
        await _go_on(pipeline, recorder, analysis, _after_a_gap(ours, last_at))
    else:
        await _go_on(pipeline, recorder, analysis, cut)
    pipeline.link.survey()  # closes the gap, if there is one, and mends what one of both may have missed
    log.info("%s: took over at what was heard at %s", name, last_at)


async def settle(recorder: Recorder, lease: Lease, journals: Mapping[str, str]) -> None:
    """When what was taken over is stored, say that a restart may begin with our own journals (by PBX)."""
    await recorder.drain()
    while True:
        try:
            return await lease.settled(journals)
        except Unavailable:
            await asyncio.sleep(SETTLE_SECONDS)


async def _last_known(kept: Kept, last_at: datetime) -> tuple[Centre, list[Numbered]]:
    """The core of the newest stored state, and all that was stored after it."""
    beginning = await kept.beginning(last_at)
    after, found = beginning.at - SKEW, list[Numbered]()
    while page := await kept.entries(after, last_at + SKEW):
        found += [one for one in page if one not in found[-TAIL:]]
        reached = datetime.fromtimestamp(page[-1][1].at, UTC)
        if reached <= after:
            break
        after = reached
    return beginning.centre, _newer(found, beginning.seq, beginning.at)


def _newer(found: list[Numbered], seq: int, at: datetime) -> list[Numbered]:
    """Those after entry ``seq`` of the journal that the last message is from.

    A state is dated by the PBX's clock where that tells it, messages by the daemon's: so numbers decide.
    """
    begin, newest = len(found), None
    for place in range(len(found) - 1, -1, -1):
        number, entry = found[place]
        if isinstance(entry, Heard):
            if number <= seq or (newest is not None and number > newest):
                break
            newest = number
        elif entry.at < at.timestamp():
            continue
        begin = place
    return found[begin:]


def _since(pipeline: Pipeline, since: datetime) -> list[Numbered]:
    """Our own entries from some time before ``since`` on."""
    journal = pipeline.journal
    first = journal.segments[0].first
    for segment in reversed(journal.segments):
        one = next(journal.read(segment.first), None)
        if one is not None and one[1].at < since.timestamp():
            first = segment.first
            break
    return list(journal.read(first))


def _is_for_everybody(entry: Entry) -> bool:
    """Is it a message that every connection gets, and that is stored?"""
    return isinstance(entry, Heard) and "ActionID" not in entry.headers and translate(entry) is not None


def _cut(ours: Sequence[Numbered], tail: Sequence[Entry]) -> int | None:
    """The number of the entry of ours that is the last of ``tail``, by the longest run of equal messages."""
    same = [(seq, entry) for seq, entry in ours if _is_for_everybody(entry)]
    found: tuple[int, float] | None = None
    number = None
    for place, (seq, entry) in enumerate(same):
        run = _run([one for _seq, one in same[max(0, place + 1 - TAIL) : place + 1]], tail)
        if run and (found is None or (run, -abs(entry.at - tail[-1].at)) > found):
            found, number = (run, -abs(entry.at - tail[-1].at)), seq
    return number


def _run(ours: Sequence[Entry], tail: Sequence[Entry]) -> int:
    run = 0
    for one, other in zip(reversed(ours), reversed(tail), strict=False):
        if not isinstance(one, Heard) or not isinstance(other, Heard) or one.headers != other.headers:
            break
        run += 1
    return run


def _after_a_gap(ours: Sequence[Numbered], last_at: datetime) -> int:
    """The number of the entry of ours after which we knew again: our first connection since, else the last one."""
    made = [(seq, entry.at) for seq, entry in ours if isinstance(entry, Connected)]
    later = [seq for seq, at in made if at > last_at.timestamp()]
    return (later[0] if later else made[-1][0] if made else ours[-1][0] + 1 if ours else 1) - 1


async def _go_on(pipeline: Pipeline, recorder: Recorder, analysis: Analysis, cut: int) -> None:
    """Understand and store what our journal has after entry ``cut``, and lead from its end on."""
    journal, seq, clock = pipeline.journal, cut, asyncio.get_running_loop().time
    until, filtering = clock() + SURVEY_SECONDS, _Surveys()
    while True:
        some = list(_some(journal.read(seq + 1)))
        if some:
            seq = some[-1][0]
            if kept := [one for one in some if filtering.keeps(one[1])]:
                await _store(pipeline, recorder, analysis, kept, seq)
        elif seq >= journal.last_seq and (not filtering.is_under_way or clock() > until):
            pipeline.lead(analysis)  # nothing was awaited since the last look
            return
        elif seq < journal.written_seq:
            seq = journal.written_seq  # numbers that are missing at the end
        else:
            await asyncio.sleep(0.02)


def _some(reading: Iterator[Numbered]) -> Iterator[Numbered]:
    for _number, one in zip(range(STRETCH), reading, strict=False):
        yield one


class _Surveys:
    """Leaves out the answers to our own questions until the connection was made anew: they may be half of a survey,
    and what that does not name would be taken for gone."""

    def __init__(self) -> None:
        self._is_over = False
        self.is_under_way = False

    def keeps(self, entry: Entry) -> bool:
        """Is this to be understood?"""
        if not isinstance(entry, Heard):
            self._is_over, self.is_under_way = True, False
            return True
        if self._is_over or "ActionID" not in entry.headers:
            return True
        self.is_under_way = is_survey_begin(entry.headers) or (
            self.is_under_way and not is_survey_end(entry.headers))
        return False


async def _store(
    pipeline: Pipeline, recorder: Recorder, analysis: Analysis, entries: Sequence[Numbered], seq: int
) -> None:
    found: Found = analysis.take(entries)
    await recorder.put(pipeline.batch(found, analysis, seq), wait=True)
