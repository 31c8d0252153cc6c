"""Reading a journal from any number on, while another part appends, packs and deletes."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from typing import Protocol

from collector_daemon.capture import DamagedLine, Entry
from collector_daemon.store.journal.lines import decode
from collector_daemon.store.journal.segments import Segment, lines_of

log = logging.getLogger(__name__)


class Written(Protocol):
    """What a reader must see of a journal; both may grow while it reads."""

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The files, oldest first."""
        ...

    @property
    def written_seq(self) -> int:
        """The last number whose line is whole in its file."""
        ...


def read(journal: Written, from_seq: int) -> Iterator[tuple[int, Entry]]:
    """(number, entry) in order up to the last one written, those included that are appended meanwhile.

    What is damaged is passed over, with one line in the log for each file.
    """
    seq = from_seq
    while seq <= journal.written_seq:
        known = journal.segments
        at = max((index for index, segment in enumerate(known) if segment.first <= seq), default=0)
        if at + 1 < len(known):
            end = known[at + 1].first
            yield from _decoded(known[at], _finished(known[at], end), seq)
            seq = end
        else:
            seq = max(seq, known[at].first)
            for line in _decoded(known[at], _growing(journal, known[at]), seq):
                yield line
                seq = line[0] + 1
            if journal.segments[-1].first == known[at].first:
                return
            # It was finished meanwhile: what is left of it, and then the next.
            seq = max(seq, min(s.first for s in journal.segments if s.first > known[at].first))


def _finished(segment: Segment, end: int) -> Iterator[tuple[int, bytes]]:
    number = segment.first
    for line in lines_of(segment):
        if number >= end:
            break
        yield number, line
        number += 1
    if number < end:
        log.error("journal %s: entries %d to %d are lost, a file is damaged", segment.folder, number, end - 1)


def _growing(journal: Written, segment: Segment) -> Iterator[tuple[int, bytes]]:
    """The lines of the newest segment as they appear, until none is left or the segment is finished."""
    number = segment.first
    with segment.plain.open("rb") as file:
        while number <= journal.written_seq:
            is_finished = journal.segments[-1].first != segment.first
            line = file.readline()
            if line.endswith(b"\n"):
                yield number, line
                number += 1
            elif is_finished:
                return
            else:
                # Written by now, or the segment has just been finished: look again.
                file.seek(-len(line), os.SEEK_CUR)


def _decoded(
    segment: Segment, lines: Iterator[tuple[int, bytes]], from_seq: int
) -> Iterator[tuple[int, Entry]]:
    damaged = 0
    for number, line in lines:
        if number < from_seq:
            continue
        try:
            entry = decode(line)
        except DamagedLine:
            entry = None
            damaged += 1
        if entry is not None:
            yield number, entry
    if damaged:
        log.error(
            "journal %s: passed over %d damaged lines from %d on", segment.folder, damaged, segment.first
        )
