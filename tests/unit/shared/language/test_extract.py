"""The extraction gathers what is said to people, and only texts change a catalogue."""

from pathlib import Path

import pytest

from shared.language import extract


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    room = tmp_path / "wallboard"
    room.mkdir()
    (room / "tiles.py").write_text(
        'language.text("Waiting now")\n'
        'self._language.text(\n    "a text in "\n    "two pieces", limit=1\n)\n'
        'language.plural("{number} call", "{number} calls", calls)\n'
        'TABLE = {"ready": to_translate("Ready")}\n'
        "language.text(TABLE[state])\n"
        'label.setText("not said in any language")\n',
        encoding="utf-8",
    )
    stranger = tmp_path / "collector_daemon"
    stranger.mkdir()
    (stranger / "store.py").write_text('text("SELECT 1")', encoding="utf-8")
    return tmp_path


def test_texts_are_gathered_from_the_rooms_that_people_see(checkout: Path):
    found = extract.template(checkout)
    assert {message.id for message in found if message.id} == {
        "Waiting now", "a text in two pieces", ("{number} call", "{number} calls"), "Ready",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("f\"{language.plural('{number} call', '{number} calls', 3)} · 5\"", [("{number} call", "{number} calls")]),
        ("f\"{language.text('Ready')}\"", ["Ready"]),
        ("edit.text()", []),
        ("language.text(name)", []),
        ("def text(self, message): ...", []),
        ("painter.text(1)", []),
        ("from sqlalchemy import text\ntext('select 1'); language.text('Ready')", ["Ready"]),
        ("language.plural('one', name, 3)", []),
    ],
)
def test_texts_are_seen_wherever_code_may_say_them(code: str, texts: list[object]):
    assert list(extract.said(code)) == texts


def test_a_catalogue_keeps_what_was_translated_and_drops_what_nobody_says(checkout: Path, tmp_path: Path):
    catalogue = tmp_path / "cs.po"
    old = extract.read(extract.CATALOGUES / "cs.po")
    for message in list(old):
        if message.id:
            old.delete(message.id)
    old.add("Waiting now", "Čeká nyní")
    old.add("Waiting", "Čeká")
    catalogue.write_bytes(extract._written(extract.refreshed(old, extract.template(checkout))))
    again = extract.read(catalogue)
    assert again["Waiting now"].string == "Čeká nyní"
    assert again.get("Waiting") is None
    assert sorted(extract.untranslated(again)) == ["Ready", "a text in two pieces", "{number} call"]
    assert not again.obsolete
    assert 'Waiting"' not in catalogue.read_text(encoding="utf-8")


def test_nothing_changes_where_no_text_changed(checkout: Path):
    once = extract._written(extract.template(checkout))
    (checkout / "wallboard" / "another.py").write_text('\n\n\nlanguage.text("Ready")', encoding="utf-8")
    assert extract._written(extract.template(checkout)) == once
    for word in (b"tiles.py", b"Date", b"Babel"):
        assert word not in once
