"""What a line of the log looks like, and what never gets into one."""

import io
import logging
import os
import re
import sys

import pytest

from shared import logs
from shared.errors import BadSettings

log = logging.getLogger("asterisk.link")


@pytest.fixture
def written(monkeypatch):
    """Set logging up to a text stream, and put everything back afterwards."""
    root = logging.getLogger()
    level = root.level
    stream = io.StringIO()
    monkeypatch.setattr(logs, "_hidden", set())
    yield stream
    for handler in [handler for handler in root.handlers if handler.get_name() == "callcentre"]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    logging.captureWarnings(False)


def test_a_line_has_time_level_place_sentence_and_fields(written):
    logs.set_up("info", stream=written)
    log.info("The PBX is back", extra={"action": "connected", "pbx": "main"})
    at, rest = written.getvalue().split(" ", 1)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", at)
    assert rest == "INFO asterisk.link: The PBX is back [action=connected pbx=main]\n"


def test_a_line_stays_one_line(written):
    logs.set_up("info", stream=written)
    log.info("caller %s", "a\nINFO forged: line")
    assert written.getvalue().count("\n") == 1


def test_hidden_texts_are_masked_in_sentence_fields_and_traceback(written, caplog):
    logs.set_up("info", stream=written)
    logs.hide("s3cret")
    logs.hide("s3cret-long")
    try:
        raise ValueError("s3cret in a traceback")
    except ValueError:
        log.exception("sent %s", "Secret: s3cret-long", extra={"sent": "s3cret"})
    assert "s3cret" not in written.getvalue()
    assert "Secret: *** [sent=***]" in written.getvalue()


def test_very_short_texts_are_not_hidden(written):
    logs.set_up("info", stream=written)
    logs.hide("e")
    log.info("a sentence")
    assert "a sentence" in written.getvalue()


def test_python_warnings_reach_the_log(written, recwarn, caplog):
    logs.set_up("info", stream=written)
    logging.getLogger("py.warnings").warning("something is deprecated")
    assert "WARNING py.warnings: something is deprecated" in written.getvalue()


def test_setting_up_again_replaces(written):
    logs.set_up("info", stream=io.StringIO())
    logs.set_up("info", stream=written)
    log.info("once")
    assert written.getvalue().count("once") == 1


def test_to_a_file_with_its_folder(written, tmp_path):
    file = tmp_path / "new" / "collector.log"
    logs.set_up("debug", file)
    log.debug("Příliš žluťoučký")
    assert "DEBUG asterisk.link: Příliš žluťoučký" in file.read_text(encoding="utf-8")


def test_letters_that_are_not_utf8_do_not_stop_the_log(written, tmp_path):
    file = tmp_path / "collector.log"
    logs.set_up("info", file)
    log.info("caller %s", b"\xf8eho\xf8".decode(errors="surrogateescape"))
    assert r"caller \udcf8eho\udcf8" in file.read_text(encoding="utf-8")


def test_a_full_file_that_cannot_be_renamed_is_written_on(written, tmp_path, monkeypatch):
    """On Windows it cannot while another program has it open; here something else is in the way."""
    monkeypatch.setattr(logs, "FILE_BYTES", 200)
    file = tmp_path / "collector.log"
    for number in range(logs.FILES_KEPT):
        (tmp_path / f"collector.log.{number + 1}" / "full").mkdir(parents=True)
    logs.set_up("info", file)
    for number in range(20):
        log.info("line %s", number)
    assert file.read_text(encoding="utf-8").count("line") == 20


def test_without_stderr_nothing_is_written_and_nothing_breaks(written, monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    logs.set_up("info")
    log.info("nobody hears")


def test_a_file_that_cannot_be_written_is_one_line(written, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(BadSettings, match="cannot write the log"):
        logs.set_up("info", tmp_path / "file" / "collector.log")


def test_an_unknown_level_is_one_line(written):
    with pytest.raises(BadSettings, match="unknown log level 'loud'; there are debug, info, warning, error"):
        logs.set_up("loud")


@pytest.mark.skipif(os.name != "posix", reason="the journal is systemd's")
def test_for_the_journal_a_priority_and_no_time(written, tmp_path, caplog):
    with (tmp_path / "journal").open("w+", encoding="utf-8") as stream:
        status = os.fstat(stream.fileno())
        logs.set_up("info", stream=stream, environment={"JOURNAL_STREAM": f"{status.st_dev}:{status.st_ino}"})
        log.warning("The PBX went away")
        stream.seek(0)
        assert stream.read() == "<4>asterisk.link: The PBX went away\n"
