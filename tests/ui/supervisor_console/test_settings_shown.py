"""The tabs of settings as they are drawn, every section, read and edited: nothing cut, nothing nameless."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from shared.domain.accounts import RIGHTS
from shared.domain.centre_settings import SECTIONS, SectionName
from shared.domain.description import CentreDescription, QueueDescription
from supervisor_console.administration.presenter import present
from supervisor_console.administration.presenter.moment import Around, Moment, SettingsMoment
from supervisor_console.administration.presenter.sections import draft
from supervisor_console.administration.presenter.sections.catalogue import TABS
from supervisor_console.administration.presenter.sections.told import Item, Told, key_of
from supervisor_console.administration.screen.pieces import Wish
from supervisor_console.administration.views.page import AdministrationView
from supervisor_console.administration.views.sections.field import FieldView
from tests.helpers.windows import clipped_texts, controls, nameless_controls, settle, speak

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
VALUES: dict[SectionName, Any] = {
    "centre": {"name": "Autoservis Novák"},
    "queue": [{"name": "support", "title": "Technická podpora", "number": "501", "service_goal": 90.0}],
    "line": [],
    "pause_reason": [{"reason": "lunch", "title": "Oběd", "limit_seconds": 1800.0}],
    "disposition": [{"code": "order", "title": "Objednávka", "queues": ["support"], "needs_note": True}],
    "script": [{"name": "hotline", "text": "Dobrý den, {agent_name}.", "field": [{"name": "a"}, {
        "name": "b", "kind": "choice", "choices": ["x", "y"]}]}],
    "desk": {"closing_at": "20:00"},
    "desk_queue": [{"queue": "support", "wrapup_seconds": 30.0}],
    "crm_link": [{"name": "crm", "kind": "look_up", "template": "https://crm.example.com/{callerid_e164}",
                  "headers": {"Authorization": "{secret}"}, "field": [{"name": "c", "path": "c.name"}]}],
    "alert": [{"name": "long", "warn": "longest_wait > 60", "command": ["/usr/local/bin/siren"]}],
    "recordings_retention": [{"days": 30, "action": "move", "folder": "/archive"}],
    "retention": {},
}  # fmt: skip


def told(section: SectionName) -> Told:
    planned = Item(since=NOW + timedelta(days=1), value=VALUES[section], by="pavel", made_at=NOW)
    return Told(section=section, value=VALUES[section], planned=(planned,), history=(planned,))


def show_settings(view: AdministrationView, language: Any, section: SectionName, **more: Any) -> None:
    around = Around(
        language=language, zone=ZoneInfo("Europe/Prague"), now=NOW, account="pavel", rights=frozenset(RIGHTS),
        centre=CentreDescription(queues=(QueueDescription(queue="support", title="Technická podpora"),)),
    )  # fmt: skip
    tab = next(tab for tab, (_word, several) in TABS.items() if section in {one.name for one in several})
    moment = SettingsMoment(section=section, told={section: told(section)}, chosen=0, **more)
    view.show_screen(present(Moment(around=around, tab=tab, settings=moment)))
    settle()


@pytest.mark.parametrize(("code", "width"), [("en", 1280), ("cs", 1280), ("cs", 1600), ("stretched", 1600)])
def test_nothing_is_cut_or_nameless(ground, show, code, width):
    speak(ground, code)
    window = QWidget()
    window.resize(width, 720 if width == 1280 else 1000)
    view = AdministrationView(ground)
    view.setParent(window)
    view.setGeometry(80, 56, width - 80, window.height() - 56)
    show(window)
    for section in SECTIONS:
        edited = draft.begun(told(section))
        dated = msgspec.structs.replace(edited, since_kind="date", since_text="1. 12. 2026")
        for more in ({}, {"side": "values", "value": key_of(told(section).planned[0])}, {"drafts": {section: dated}}):
            show_settings(view, ground.language, section, **more)
            assert clipped_texts(window) == [], (section, more)
            assert nameless_controls(window) == [], (section, more)


def test_forms_are_filled_by_keys_and_the_focus_stays(ground, show):
    view = AdministrationView(ground)
    wishes: list[Wish] = []
    view.resize(1520, 940)
    show(view)
    view.wished.connect(wishes.append)
    one = draft.begun(told("script"))
    show_settings(view, ground.language, "script")
    view.settings.middle.edit.click()
    assert wishes == [Wish("section_edit")]
    show_settings(view, ground.language, "script", drafts={"script": one})
    form = view.settings.side.form
    assert view.window().focusWidget() is form.editors()["name"]  # whoever edits can write at once
    form.go_to("field[1].choices")
    editor = form.editors()["field[1].choices"]
    assert isinstance(editor, QPlainTextEdit)
    editor.selectAll()
    QTest.keyClick(editor, Qt.Key.Key_Z)
    assert wishes[-1] == Wish("field", "field[1].choices", "z")
    one = draft.with_group(draft.changed(one, 0, "field[1].choices", "z"), 0, "field")
    show_settings(view, ground.language, "script", drafts={"script": one})  # another shape: made anew
    assert "field[2].name" in form.editors()
    again = form.editors()["field[1].choices"]
    assert isinstance(again, QPlainTextEdit)
    assert again is not editor
    assert again.toPlainText() == "z"
    assert view.window().focusWidget() is again
    ground.set_theme("dark")  # what was made anew is dressed, what is gone is not
    ground.set_theme("light")


def test_a_mistake_is_seen_and_heard(ground, show):
    view = AdministrationView(ground)
    view.resize(1520, 940)
    show(view)
    one = draft.changed(draft.begun(told("queue")), 0, "service_goal", "ninety")
    show_settings(view, ground.language, "queue", drafts={"queue": one})
    field = view.settings.side.form.fields["service_goal"]
    assert isinstance(field, FieldView)
    assert field.mistake.isVisible()
    assert field.editor is not None
    assert field.editor.accessibleDescription() == "Write a number."
    assert not view.settings.middle.save.isEnabled()


def test_tab_goes_as_one_reads(ground, show):
    view = AdministrationView(ground)
    view.resize(1520, 940)
    show(view)
    one = draft.changed(draft.begun(told("script")), 0, "title", "Hotline")
    show_settings(view, ground.language, "script", drafts={"script": one})
    names = [widget.accessibleName() for widget in controls(view)]
    assert names.pop(0) == "Desks •"
    assert names[:3] == ["Scripts and forms •", "Cancel", "Save changes"]
    assert names[3:8] == ["Scripts and forms", "Add script", "Remove", "In force at once", "Details"]
    assert names[8:12] == ["Name", "Shown as", "Queues", "What to say"]
    assert names[-1] == "Add field"
