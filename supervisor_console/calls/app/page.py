"""Holds what the page knows, does what is wished, and shows the screen that comes of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec

from shared.domain.search import reading, writing
from shared.domain.search.query import Period, Query, Term
from shared.domain.search.scanning import QueryMisread
from shared.domain.search.spans import days
from supervisor_console.calls import screen
from supervisor_console.calls.app.exporting import Exporting
from supervisor_console.calls.app.kept import Kept
from supervisor_console.calls.app.memory import Memory
from supervisor_console.calls.app.search import Chosen, Search
from supervisor_console.calls.presenter import made_rows, present
from supervisor_console.calls.presenter.moment import Around, Moment
from supervisor_console.calls.presenter.query import known
from supervisor_console.calls.presenter.words import zone_of
from supervisor_console.calls.views.page import CallsView
from supervisor_console.page import Console
from supervisor_console.playback.app.export import Export, export
from supervisor_console.reports.export import ExportOrder
from supervisor_console.reports.found import FoundCall
from supervisor_console.reports.search import SearchScope
from supervisor_console.views.files import asked_file

_RIGHTS = ("history.all", "callers.see", "recording.open", "recording.export")


class CallsPage:
    """The page of calls."""

    def __init__(self, console: Console, memory: Memory | None = None) -> None:
        """``memory``: None: the user's own."""
        self._console, self._ground = console, console.ground
        self.widget = CallsView(console.ground)
        self._memory = memory or Memory(console.account)
        self.query = Query()
        self.draft: str | None = None
        self.mistake: QueryMisread | None = None
        self.kept = Kept(console, self.refresh)
        self._rows: tuple[object, tuple[screen.Row, ...]] = ((), ())
        self._is_shown = False
        self._heard_of: tuple[object, ...] = ()
        self.found, self.chosen = Search(console, self.refresh), Chosen(console, self.refresh)
        self.exporting = Exporting(console, self.refresh)
        self.ask_file = asked_file
        self.saving: Export | None = None
        self.widget.results.table.widths = dict(self._memory.of.widths)
        self.widget.results.table.want(self._memory.of.wanted, self._memory.of.sequence)
        self.widget.wished.connect(self._do)
        self.widget.results.arranged.connect(self._arranged)
        for changed in (self._ground.language_changed, self._ground.theme_changed):
            changed.connect(self.refresh)
        self._unhear = console.listen(self._heard)
        self.refresh()

    # --- what the console asks of a page

    def shown(self) -> None:
        """Somebody looks: the first time it is asked what there is today."""
        self._is_shown = True
        self.kept.learn()
        if self.found.answered is None and not self.found.is_waiting:
            self._find()
        self.refresh()

    def hidden(self) -> None:
        """Nobody looks any more."""
        self._is_shown = False

    def reload(self) -> None:
        """Ask again."""
        self.kept.learn(is_anew=True)
        self._find()

    def close(self) -> None:
        """The console ends."""
        self._unhear()
        self.found.cancel()
        self.exporting.cancel()

    def search(self, query: Query) -> None:
        """Show the calls that this finds."""
        self._ask(query)

    # --- what is wished

    def _do(self, wish: screen.Wish) -> None:
        match wish:
            case screen.Typed(line=line, is_final=is_final):
                self._typed(line, is_final=is_final)
            case screen.PeriodWished(period=period):
                self._ask(msgspec.structs.replace(self.query, period=period))
            case screen.DaysWished(first=first, last=last):
                self._ask(msgspec.structs.replace(self.query, period=self._days(first, last)))
            case screen.TermWished(term=term, place=place):
                self._ask(msgspec.structs.replace(self.query, terms=_with(self.query.terms, term, place)))
            case screen.TermDropped(place=place):
                kept = tuple(one for number, one in enumerate(self.query.terms) if number != place)
                self._ask(msgspec.structs.replace(self.query, terms=kept))
            case screen.OrderWished(order=order):
                self._ask(msgspec.structs.replace(self.query, order=order))
            case screen.Chosen(key=key):
                self._choose(key)
            case screen.Opened(key=key, is_played=is_played):
                among = tuple((one.pbx, one.call) for one in self.found.calls)
                self._console.open_call(*key, among=among, is_played=is_played)
            case screen.ExportWished(kind="recordings", keys=keys):
                self.saving = export(self._console, keys, self.widget)
            case screen.ExportWished(kind=kind) if kind != "recordings":
                self._console.spawn(self._export(kind), "calls: export to")
            case screen.SaveWished(name=name, is_shared=is_shared):
                columns = tuple(self.widget.results.table.seen())
                self.kept.save(name, self.query, columns, is_shared=is_shared)
            case screen.SavedWished(key=key, is_dropped=is_dropped):
                self._use_kept(key, is_dropped=is_dropped)
            case screen.Plain(what=what):
                self._plain(what)

    def _plain(self, what: str) -> None:
        if what == "clear":
            self._ask(msgspec.structs.replace(self.query, terms=()))
        elif what == "more":
            self.found.more()
        elif what == "retry":
            self._find()
        elif what == "cancel":
            self.found.cancel()
            self.refresh()
        elif what == "statistics":
            self._console.open_statistics(self.found.answered or self.query)
        elif what == "cancel_export":
            self.exporting.cancel()

    def _typed(self, line: str, *, is_final: bool) -> None:
        """Enter asks; while somebody types a mistake that was shown goes, and nothing else happens."""
        if not is_final:
            self.draft = line
            if self.mistake is not None:
                self.mistake = None
                self.refresh()
            return
        try:
            asked = reading.query(line, known(self._around()))
        except QueryMisread as misread:
            self.draft, self.mistake = line, misread
            self.refresh()
            return
        self._ask(asked)

    def _ask(self, query: Query) -> None:
        self.query, self.draft, self.mistake = query, None, None
        self._find()

    def _find(self) -> None:
        self.found.find(self.query, self._scope(self._around()))
        self.refresh()

    def _choose(self, key: screen.Key | None) -> None:
        now = self.chosen.call.found if self.chosen.call else None
        found = next((one for one in self.found.calls if (one.pbx, one.call) == key), None)
        if found is not now or found is None:
            self.chosen.choose(found)

    def _days(self, first: str, last: str) -> Period:
        return days(date.fromisoformat(first), date.fromisoformat(last), zone_of(self._around()))

    def _arranged(self) -> None:
        table = self.widget.results.table
        self._memory.keep(dict(table.wanted), table.sequence, dict(table.widths))

    # --- searches that are kept

    def _use_kept(self, key: str, *, is_dropped: bool) -> None:
        one = self.kept.one(key)
        if one is not None and is_dropped:
            self.kept.drop(one)
        elif one is not None:
            self._ask(one.query)
            self.widget.results.see(one.columns)

    # --- export

    async def _export(self, kind: screen.ExportKind) -> None:
        around = self._around()
        proposed = f"{around.language.text('calls|file name')}-{around.now.astimezone(zone_of(around)):%Y-%m-%d}.{kind}"
        file = await self.ask_file(self.widget, kind, around.language.text("Export calls"), proposed)
        if file is not None:
            self.exporting.begin(self._order(file, kind))

    def _order(self, file: Path, kind: screen.ExportKind) -> ExportOrder:
        around = self._around()
        asked = self.found.answered or self.query
        names = known(around)
        line = writing.line(asked, names)
        if asked.period == Period():
            line = f"{writing.period(asked.period, names)} {line}".strip()
        return ExportOrder(
            file=file, kind=kind, query=asked, line=line, language=around.language, centre=around.centre,
            scope=self._scope(around), is_masked=around.is_masked,
        )  # fmt: skip

    def _scope(self, around: Around) -> SearchScope:
        return SearchScope(zone=zone_of(around), now=around.now, country=around.centre.country,
                           outside_prefix=self._console.outside_prefix)  # fmt: skip

    # --- what is shown

    def refresh(self) -> None:
        """Show what is known now."""
        moment = self._moment()
        self.widget.show_screen(present(moment), self.query.terms)

    def _around(self) -> Around:
        return Around(
            language=self._ground.language, centre=self._console.centre, now=self._ground.clock.now(),
            facets=self.kept.facets, is_masked=not self._console.may("callers.see"),
        )  # fmt: skip

    def _moment(self) -> Moment:
        around, found = self._around(), self.found
        return Moment(
            around=around, query=self.query, draft=self.draft, mistake=self.mistake, answered=found.answered,
            calls=found.calls, rows=self._made_rows(around), has_more=found.next is not None, sums=found.sums,
            gaps=found.gaps, asking=found.asking, failure=found.failure, away_since=found.away_since,
            chosen=self.chosen.call, account=self._console.account, kept=self.kept.searches,
            rights=frozenset(one for one in _RIGHTS if self._console.may(one)),  # type: ignore[arg-type]  # rights
            exported=self.exporting.progress,
        )  # fmt: skip

    def _made_rows(self, around: Around) -> tuple[screen.Row, ...]:
        """Each call is written once, and again only when the language, the names or the query are others."""
        query = self.found.answered or self.query
        reason = (query, around.language.code, around.centre, around.is_masked)
        calls, rows = self.found.calls, self._rows[1]
        if self._rows[0] != reason or len(rows) > len(calls) or not _begins(calls, rows):
            rows = ()
        if len(rows) < len(calls):
            rows = (*rows, *made_rows(calls[len(rows) :], query, around))
        self._rows = (reason, rows)
        return rows

    def _heard(self) -> None:
        """Connections, rights or names may be others; mostly the board has changed, which is nothing here."""
        rights = tuple(one for one in _RIGHTS if self._console.may(one))  # type: ignore[arg-type]  # rights
        now = (self._console.centre, rights, self._console.database.away_since)
        if now == self._heard_of:
            return
        self._heard_of = now
        if self.found.away_since is not None and self._console.database.away_since is None and self._is_shown:
            self.reload()
        self.refresh()


def _with(terms: tuple[Term, ...], term: Term, place: int | None) -> tuple[Term, ...]:
    if place is None or place >= len(terms):
        return (*terms, term)
    return (*terms[:place], term, *terms[place + 1 :])


def _begins(calls: tuple[FoundCall, ...], rows: tuple[screen.Row, ...]) -> bool:
    """Are the rows those of the first calls?"""
    if not rows:
        return True
    first, last = calls[0], calls[len(rows) - 1]
    return rows[0].key == (first.pbx, first.call) and rows[-1].key == (last.pbx, last.call)
