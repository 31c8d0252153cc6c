"""The pages' file and the settings: what is wrong is said in one line, and nothing is lost."""

import logging

import msgspec
import pytest

from shared.errors import BadSettings, Unavailable
from wallboard import settings
from wallboard.pages import DEFAULT, Page, Pages, Place, Tile
from wallboard.pages.pages_file import NEW, load_pages, mistakes, own, save_pages

TILE = Tile(kind="text", place=Place(0, 0, 400, 240), text="Porada v 15:00", queues=("support",))
OURS = Pages(rotate_seconds=30, wide=(Page(name="Naše", tiles=(TILE,)),))


def wrong(file, text, caplog):
    """What is said of a file with this text."""
    file.write_text(text, encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        pages, said = load_pages(file)
    assert (pages, "\n" in said) == (NEW, False)
    assert [record.getMessage() for record in caplog.records] == [said]
    caplog.clear()
    assert file.read_text(encoding="utf-8") == text  # reading changes nothing
    assert pages.of("wide") == DEFAULT.wide
    return said


def test_what_is_written_is_read_again(tmp_path):
    file = tmp_path / "new folder" / "pages.json"
    save_pages(OURS, file)
    assert load_pages(file) == (OURS, "")
    save_pages(own(NEW), file)
    assert load_pages(file) == (own(NEW), "")
    assert [one.name for one in file.parent.iterdir()] == ["pages.json"]


def test_the_default_pages_have_no_mistakes():
    assert not list(mistakes(DEFAULT))


def test_no_file_is_no_problem(tmp_path):
    assert load_pages(tmp_path / "pages.json") == (NEW, "")


def test_a_damaged_file_is_said_in_one_line_and_stays(tmp_path, caplog):
    said = wrong(tmp_path / "pages.json", '{"version": 1, "wide": [', caplog)
    assert "the default pages are shown" in said
    assert wrong(tmp_path / "pages.json", "", caplog)


def test_a_newer_file_is_said_to_be_newer(tmp_path, caplog):
    assert "another version of the wallboard (2, known is 1)" in wrong(
        tmp_path / "pages.json", '{"version": 2, "sheets": []}', caplog
    )


def test_an_unknown_kind_of_tile_is_named(tmp_path, caplog):
    text = msgspec.json.encode(OURS).decode().replace('"text",', '"weather",', 1)
    said = wrong(tmp_path / "pages.json", text, caplog)
    assert "there is no kind 'weather'" in said
    assert "wide[0].tiles[0].kind" in said or "wide[...].tiles[...].kind" in said


def test_tiles_that_cannot_be_shown_are_named(tmp_path, caplog):
    outside = Pages(wide=(Page(tiles=(Tile(kind="clock", place=Place(1800, 0, 400, 240)),)),))
    text = msgspec.json.encode(outside).decode()
    assert "wide page 1: tile 1 (clock) leaves the picture" in wrong(tmp_path / "pages.json", text, caplog)
    twice = Pages(compact=(Page(tiles=(TILE, Tile(kind="clock", place=Place(200, 0, 400, 240)))),))
    text = msgspec.json.encode(twice).decode()
    said = wrong(tmp_path / "pages.json", text, caplog)
    assert "compact page 1: tiles 1 (text) and 2 (clock) lie over one another" in said


def test_writing_over_a_file_that_was_not_understood_keeps_it_aside(tmp_path, caplog):
    file = tmp_path / "pages.json"
    for number in (1, 2):
        file.write_text(f'{{"version": {number + 1}}}', encoding="utf-8")
        with caplog.at_level(logging.WARNING):
            save_pages(OURS, file)
        assert f"kept as pages.kept-{number}.json" in caplog.messages[-1]
        kept = tmp_path / f"pages.kept-{number}.json"
        assert kept.read_text(encoding="utf-8") == f'{{"version": {number + 1}}}'
    caplog.clear()
    assert load_pages(file) == (OURS, "")


def test_a_place_that_cannot_be_written_is_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match="the pages cannot be kept in"):
        save_pages(OURS, tmp_path / "file" / "pages.json")


# --- settings


def test_without_a_file_numbers_are_masked():
    assert settings.WallboardSettings().masks_numbers


def test_settings_are_read_and_mistakes_named(tmp_path):
    file = tmp_path / "wallboard.toml"
    file.write_text('server = "cc.example:5099"\nmasks_numbers = false\nscreen = "2"\n', encoding="utf-8")
    found = settings.load(file)
    assert (found.server, found.masks_numbers, found.screen, found.rotates) == ("cc.example:5099", False, "2", True)
    file.write_text("mask_numbers = false\n", encoding="utf-8")
    with pytest.raises(BadSettings, match="did you mean 'masks_numbers'"):
        settings.load(file)


def test_a_token_is_read_and_what_is_none_is_said(tmp_path):
    file = tmp_path / "token"
    file.write_text(" abc.def \n", encoding="utf-8")
    assert settings.read_token(file) == "abc.def"
    for text in ("", "two words"):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(BadSettings, match="holds no token"):
            settings.read_token(file)
    with pytest.raises(BadSettings, match="cannot be read"):
        settings.read_token(tmp_path / "none")
