"""Transfers, redirects, parkings and recordings of a call."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from collector_daemon.core.site import party_of
from collector_daemon.core.telling.talks import Talk
from collector_daemon.core.telling.whom import Whom, followed
from collector_daemon.core.trace import Leg, Lot, Move, Tape, Trace
from shared.domain.calls import Parking, Pause, Recording, Transfer, TransferKind, Visit

SOON = timedelta(seconds=2)
FRAME = timedelta(milliseconds=20)
"""Sound comes in pieces of this length: what is shorter, between two bridges, is no pause."""


def transfers_of(
    trace: Trace, roles: Whom, heard: list[Talk], visits: tuple[Visit, ...]
) -> tuple[Transfer, ...]:
    """Blind and attended transfers as reported, and redirects as seen in the visits that ended by one."""
    told = [_transfer(trace, roles, heard, visits, move) for move in trace.moves]
    times = [one.happened_at for one in told] + [lot.started_at for lot in trace.lots]
    for visit in visits:
        is_redirect = visit.ended_by == "transfer" and visit.ended_at is not None
        if is_redirect and visit.ended_at and not any(abs(at - visit.ended_at) <= SOON for at in times):
            to = _queue_after(visits, visit.ended_at) or _step_after(trace, visit.ended_at)
            told.append(Transfer(kind="redirect", by=None, to=to, happened_at=visit.ended_at, is_completed=True))
    return tuple(sorted(told, key=lambda one: one.happened_at))


def _transfer(
    trace: Trace, roles: Whom, heard: list[Talk], visits: tuple[Visit, ...], move: Move
) -> Transfer:
    by = _person(trace, move.by_leg_id)
    at = move.happened_at
    if move.kind == "blind":
        to: str | None = _queue_after(visits, at) or move.to or None
        is_completed = move.is_success and _went_somewhere(trace, roles, heard, visits, by, at)
    else:
        to = _target(trace, roles, heard, visits, move)
        is_completed = move.is_success
    kind: TransferKind = "blind" if move.kind == "blind" else "attended"
    return Transfer(kind=kind, by=by.party if by else None, to=to, happened_at=at, is_completed=is_completed)


def _person(trace: Trace, leg_id: str) -> Leg | None:
    """The transferring person; behind a Local half the one whose phone it rang."""
    leg = trace.legs.get(leg_id)
    return followed(trace, leg_id) or leg


def _target(trace: Trace, roles: Whom, heard: list[Talk], visits: tuple[Visit, ...], move: Move) -> str | None:
    target = followed(trace, move.target_leg_id)
    if target is not None and target.leg_id != move.second_leg_id:
        return roles.name_of(target)
    second = move.second_leg_id
    queue = next((visit.queue for visit in visits if visit.uniqueid == second), None)
    met = _met_after(trace, roles, heard, move)
    if queue is None and met is not None:
        return met
    by = _person(trace, move.by_leg_id)
    leg = trace.legs.get(second)
    reached = None
    for dial in trace.dials:
        target = followed(trace, dial.target_id)
        is_after = leg is not None and leg.started_at < dial.started_at <= move.happened_at
        if target and is_after and (by is None or target.party != by.party) and dial.visit is None:
            reached = target  # the last one that was rung for it
    return queue or (roles.name_of(reached) if reached else None) or (leg.exten if leg else None) or None


def _met_after(trace: Trace, roles: Whom, heard: list[Talk], move: Move) -> str | None:
    """Whom the customer heard as the transfer was done; 16 names no target when one leg did it all."""
    by = _person(trace, move.by_leg_id)
    for talk in heard:
        is_then = abs(talk.started_at - move.happened_at) <= SOON / 2
        if roles.customer and talk.leg_id == roles.customer.leg_id and is_then:
            for leg_id in talk.with_ids:
                if by is None or trace.legs[leg_id].party != by.party:
                    return roles.name_of(trace.legs[leg_id])
    return None


def _queue_after(visits: tuple[Visit, ...], at: datetime) -> str | None:
    return next((visit.queue for visit in visits if at - SOON / 4 <= visit.entered_at <= at + SOON), None)


def _step_after(trace: Trace, at: datetime) -> str | None:
    note = next((note for note in trace.notes if note.happened_at >= at and note.kind != "digit"), None)
    return note.text if note else None


def _went_somewhere(
    trace: Trace, roles: Whom, heard: list[Talk], visits: tuple[Visit, ...], by: Leg | None, at: datetime
) -> bool:
    """After a blind transfer the customer talked to somebody else, waited in a queue, or reached voicemail."""
    customer = roles.customer or roles.first
    for talk in heard:
        others = {trace.legs[leg_id].party for leg_id in talk.with_ids}
        is_other = by is None or bool(others - {by.party})
        if customer and talk.leg_id == customer.leg_id and talk.started_at >= at and is_other:
            return True
    voicemail = any(note.kind == "voicemail" and note.happened_at >= at for note in trace.notes)
    return voicemail or any(visit.entered_at >= at - SOON / 4 for visit in visits)


def parkings_of(trace: Trace) -> tuple[Parking, ...]:
    """Stays in the parking lot. Sent elsewhere by AMI looks like giving up, but that the leg lives on."""
    endings = {"retrieved": "retrieved", "timeout": "timeout", "gave_up": "gave_up", "redirected": "redirected"}
    return tuple(
        Parking(
            space=lot.space, by=party_of(lot.by) if lot.by else None, started_at=lot.started_at,
            ended_at=lot.ended_at, ending=endings.get(_ending(trace, lot)), retrieved_by=lot.retrieved_by,  # type: ignore[arg-type]  # the dict's values are the literals
        )
        for lot in trace.lots
    )


def _ending(trace: Trace, lot: Lot) -> str:
    leg = trace.legs.get(lot.leg_id)
    if lot.ending != "gave_up" or leg is None or lot.ended_at is None:
        return lot.ending
    has_left = leg.end_requested_at is not None and leg.end_requested_at <= lot.ended_at
    lives_on = leg.ended_at is None or leg.ended_at - lot.ended_at > SOON / 8
    return "redirected" if lives_on and not has_left else lot.ending


def recordings_of(trace: Trace) -> tuple[Recording, ...]:
    """Recordings end with their leg: Asterisk says nothing at hang-up."""
    told = []
    for tape in trace.tapes:
        leg = trace.legs.get(tape.leg_id)
        ended_at = tape.ended_at or (leg.ended_at if leg else None)
        pauses = [Pause(started_at=span.started_at, ended_at=span.ended_at or ended_at) for span in tape.mutes]
        if tape.is_bridged_only:
            pauses += _cuts(trace, tape, ended_at)
        told.append(
            Recording(
                file=tape.file, leg_id=tape.leg_id, started_at=tape.started_at, ended_at=ended_at,
                pauses=tuple(sorted(pauses, key=lambda pause: pause.started_at)),
            )
        )
    return tuple(told)


def _cuts(trace: Trace, tape: Tape, ended_at: datetime | None) -> Iterator[Pause]:
    """When nothing was written: the leg was in no bridge. On hold and parked it is in one."""
    place: datetime | None = tape.started_at
    for stay in sorted(trace.stays, key=lambda stay: stay.entered_at):
        if stay.leg_id != tape.leg_id or place is None or (ended_at and stay.entered_at >= ended_at):
            continue
        if stay.entered_at - place >= FRAME:
            yield Pause(started_at=place, ended_at=stay.entered_at, is_cut=True)
        place = max(place, stay.left_at) if stay.left_at else None
    if place is not None and (ended_at is None or ended_at - place >= FRAME):
        yield Pause(started_at=place, ended_at=ended_at, is_cut=True)
