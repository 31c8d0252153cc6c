"""The tab of a group of sections: the table or the form, what may be done, what will be different."""

from __future__ import annotations

from supervisor_console.administration.presenter.moment import AccountsMoment, Around, SettingsMoment
from supervisor_console.administration.presenter.sections import dates, past
from supervisor_console.administration.presenter.sections.catalogue import SECTIONS, TABS
from supervisor_console.administration.presenter.sections.changes import changes
from supervisor_console.administration.presenter.sections.checks import Mistake, mistakes
from supervisor_console.administration.presenter.sections.draft import Draft, Numbered, numbered
from supervisor_console.administration.presenter.sections.fields import Field, Section
from supervisor_console.administration.presenter.sections.forms import Former
from supervisor_console.administration.presenter.sections.refusing import refused
from supervisor_console.administration.presenter.sections.values import Entry, cleaned, entries_of, value_of
from supervisor_console.administration.presenter.sections.wording import called, is_empty, said
from supervisor_console.administration.screen.pieces import SettingsTab
from supervisor_console.administration.screen.settings import (
    ColumnShown,
    EntryLine,
    FieldShown,
    SavingShown,
    SettingsShown,
    Side,
)
from supervisor_console.views.pieces import Choice, Deed, Mark, Option, choice_of


def shown(tab: SettingsTab, moment: SettingsMoment, accounts: AccountsMoment, around: Around) -> SettingsShown:
    """The whole tab."""
    return _Shown(tab, moment, accounts, around).whole()


class _Shown:
    """One tab being made."""

    def __init__(self, tab: SettingsTab, moment: SettingsMoment, accounts: AccountsMoment, around: Around) -> None:
        self.tab, self.moment, self.around = tab, moment, around
        self.text = around.language.text
        self.names = past.names_of(accounts)
        self.section: Section = SECTIONS[moment.section]
        self.told = moment.told.get(moment.section)
        self.draft: Draft | None = moment.drafts.get(moment.section)
        self.entries = self.draft.entries if self.draft is not None else numbered(entries_of(self.told))
        self.mistakes = self._mistakes()
        away = around.daemon_away_since is not None
        self.refusal = self.text("The server is away: nothing can be changed now.") if away else ""

    def _mistakes(self) -> tuple[Mistake, ...]:
        if self.draft is None:
            return ()
        found = mistakes(self.draft, self.section, self.around)
        refusal = self.moment.refusal
        if refusal is not None and refusal.code in ("bad_value", "file_only"):
            said = refused(refusal.message, self.draft, self.section)
            if refusal.code == "file_only":
                said = Mistake(said.entry, said.path, self.text("Only the server's file may say this."))
            return (*found, said)
        return found

    @property
    def chosen(self) -> Numbered | None:
        """The entry whose form is shown; of one table its only one."""
        if not self.section.is_list:
            return self.entries[0] if self.entries else None
        return next((one for one in self.entries if one.id == self.moment.chosen), None)

    def whole(self) -> SettingsShown:
        """The tab."""
        section, text, is_list = self.section, self.text, self.section.is_list
        is_empty = is_list and not self.entries and self.told is not None
        sides: tuple[tuple[Side, str], ...] = (("entry", text("Details")), ("values", text("History")))
        chosen = self.chosen
        return SettingsShown(
            sections=tuple((one.name, self._word(one)) for one in TABS[self.tab][1]), section=section.name,
            title=text(section.title),
            count=self.around.language.number(len(self.entries)) if is_list and self.entries else "",
            note=text(section.hint), columns=self._columns() if is_list else (),
            lines=tuple(map(self._line, self.entries)) if is_list else (),
            chosen=chosen.id if chosen is not None else None, empty=text(section.empty) if is_empty else "",
            empty_hint=text(section.empty_hint), fields=self._fields(chosen), form=self._form(chosen),
            form_title=called(section, chosen.value, self.around) if is_list and chosen is not None else "",
            form_empty=text("Choose an entry to see all of it.") if is_list and chosen is None else "",
            origin=past.origin(self.told, self.names, self.around), side=self.moment.side if is_list else "values",
            sides=sides if is_list else sides[1:],
            values=past.values(section, self.moment, self.names, self.around, self.refusal), saving=self._saving(),
            is_old=self.moment.knowing.away_since is not None or bool(self.refusal), **self._deeds(),
        )  # fmt: skip

    def _word(self, one: Section) -> str:
        """A section that is being edited is marked."""
        return self.text(one.title) + (" •" if one.name in self.moment.drafts else "")

    def _form(self, chosen: Numbered | None) -> str:
        """What the form is about: another one begins anew."""
        return f"{self.section.name} {chosen.id if chosen else ''} {self.draft is not None}"

    def _fields(self, chosen: Numbered | None) -> tuple[FieldShown, ...]:
        if chosen is None:
            return ()
        said = {one.path: one.text for one in self.mistakes if one.entry == chosen.id}
        former = Former(self.section, self.moment, self.around, said, is_edited=self.draft is not None)
        return former.fields(chosen.value)

    # --- the table

    def _columns(self) -> tuple[ColumnShown, ...]:
        return tuple(
            ColumnShown(
                key=one.key, title=self.text(one.label), width=one.column or 160, is_stretched=one.is_stretched,
                is_right=one.kind == "number", rank=one.rank,
            )
            for one in self.section.columns
        )  # fmt: skip

    def _line(self, one: Numbered) -> EntryLine:
        wrong = {mistake.path.partition("[")[0]: mistake.text for mistake in self.mistakes if mistake.entry == one.id}
        read, columns = cleaned(self.section.fields, one.value), self.section.columns
        marks = [self._mark(field, _in_table(field, read), wrong.get(field.key, "")) for field in columns]
        hidden = next((text for key, text in wrong.items() if key not in {field.key for field in columns}), "")
        if hidden:
            marks[0] = Mark(marks[0].text, "bad", "triangle", hint=hidden)
        return EntryLine(id=one.id, cells=tuple(marks))

    def _mark(self, field: Field, value: object, wrong: str) -> Mark:
        text = said(field, value, self.around, is_brief=True)
        if wrong:
            return Mark(text, "bad", "triangle", hint=wrong)
        if field.kind == "yes_no":
            return Mark(text, "good", "tick") if value else Mark("—", "muted")
        is_quiet = is_empty(field, value) or (not field.is_stretched and field.kind in ("queues", "number"))
        return Mark(text, "muted" if is_quiet else "text", weight=600 if field.is_stretched else 400)

    def _deeds(self) -> dict[str, Deed]:
        text, chosen = self.text, self.chosen
        unread = text("It is not read yet.") if self.told is None else ""
        busy = text("It is being saved.") if self.moment.is_saving else ""
        none = text("Choose an entry first.") if chosen is None else ""
        place = self.entries.index(chosen) if chosen is not None else -1
        first = text("It is the first one.") if place == 0 else ""
        last = text("It is the last one.") if place == len(self.entries) - 1 else ""
        return {
            "edit": Deed(text("Edit"), "pencil", self.refusal or unread),
            "add": Deed(text(self.section.add), "plus", busy),
            "remove": Deed(text("Remove"), "trash", busy or none, is_dangerous=True),
            "up": Deed(text("Up"), "chevron_up", busy or none or first),
            "down": Deed(text("Down"), "chevron_down", busy or none or last),
        }

    # --- before it is saved

    def _saving(self) -> SavingShown | None:
        draft, text = self.draft, self.text
        if draft is None:
            return None
        told = changes(draft, self.section, self.around)
        is_dated = draft.since_kind == "date"
        wrong_date = dates.mistake(draft.since_text, self.section, self.around) if is_dated else ""
        busy = text("It is being saved.") if self.moment.is_saving else ""
        nothing = "" if told else text("Nothing is changed yet.")
        wrong = text("Something cannot be saved as it is written.") if self._own_mistakes() else ""
        overtaken = self._overtaken()
        return SavingShown(
            title=text("Changes to be saved") if told else text("Nothing is changed yet."), changes=told,
            since=self._since(draft), date=draft.since_text, is_dated=is_dated, hint=self._hint(draft, wrong_date),
            problem=overtaken or wrong_date or self._problem(),
            compare=Deed(text("Compare"), "swap") if overtaken else Deed(""),
            save=Deed(text("Save changes"), "tick",
                      busy or self.refusal or overtaken or nothing or wrong or wrong_date),
            leave=Deed(text("Cancel"), "", busy),
        )  # fmt: skip

    def _own_mistakes(self) -> bool:
        assert self.draft is not None
        return bool(mistakes(self.draft, self.section, self.around))

    def _problem(self) -> str:
        """What is wrong and has no field, or what was refused."""
        refusal = self.moment.refusal
        of_no_field = [one.text for one in self.mistakes if one.entry is None or not one.path]
        if of_no_field:
            return of_no_field[0]
        if self.mistakes:
            first = self.mistakes[0]
            entry = self.draft.entry(first.entry) if self.draft is not None else None
            name = called(self.section, entry.value, self.around) if entry and self.section.is_list else ""
            return ": ".join(part for part in (name, first.text) if part)
        return refusal.text if refusal is not None else ""

    def _overtaken(self) -> str:
        if not self.moment.is_overtaken or self.told is None:
            return ""
        newest = max(self.told.history, key=lambda one: one.made_at, default=None)
        who = self.names.get(newest.by or "", newest.by or "") if newest is not None else ""
        return self.text("{name} has changed this meanwhile; what you wrote is kept.", name=who)

    def _since(self, draft: Draft) -> Choice:
        text = self.text
        options = (
            Option("now", text("at once"), draft.since_kind == "now"),
            Option("date", text("from a date on"), draft.since_kind == "date"),
        )
        return choice_of(text("In force|since"), options)

    def _hint(self, draft: Draft, wrong: str) -> str:
        text = self.text
        if draft.since_kind == "now" or wrong:
            return ""
        at = dates.instant(draft.since_text, self.around.zone)
        if at is not None and at < self.around.now:
            return text("In the past: figures since then are counted by this.")
        return text("Planned: until then what is in force stays.")


def _in_table(field: Field, entry: Entry) -> object:
    """An alert of one level has its only condition in the column of that level."""
    if field.kind == "condition" and entry.get("when") and entry.get("level", "warn") == field.key:
        return entry["when"]
    return value_of(field, entry)
