"""The panel's own settings file: everything may be left out, and each mistake is one line."""

from pathlib import Path

import pytest

from operator_panel import settings
from operator_panel.settings import PanelSettings, load, text_of_sample, token_file_of
from shared.errors import BadSettings
from shared.settings import parse


def test_without_a_file_everything_is_as_it_is_by_default(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "folder", lambda: tmp_path)
    assert load() == PanelSettings()
    (tmp_path / "operator_panel.toml").write_text('server = "10.1.2.3"', encoding="utf-8")
    assert load().server == "10.1.2.3"
    assert token_file_of(load()) == tmp_path / "local_port.token"


def test_the_sample_is_the_defaults():
    text = text_of_sample()
    assert parse(text, PanelSettings) == PanelSettings()
    taken = "\n".join(line.removeprefix("#") if line[:2] not in {"# ", "#"} else "" for line in text.splitlines())
    assert parse(taken.replace('token_file = ""', ""), PanelSettings) == PanelSettings()
    assert max(map(len, text.splitlines())) <= 110


def test_everything_can_be_said(tmp_path):
    file = tmp_path / "panel.toml"
    file.write_text(
        'server = "a:1"\nplain = true\nstart_hidden = true\nallowed_schemes = ["crm", "sap-shell"]\n'
        f"[secret_files]\ncrm = '{tmp_path}/s'\n"
        '[local_port]\nmode = "on"\nport = 6000\norigins = ["https://crm.example.com:8443", "chrome-extension://abc"]\n'
        "token_file = '~/t'\n[hot_keys]\nshow = \"F12\"\ndial = \"Ctrl + Shift+F9\"\n", encoding="utf-8")  # fmt: skip
    found = load(file)
    assert found.schemes == {"crm", "sap-shell"}
    assert found.secret_files == {"crm": tmp_path / "s"}
    assert token_file_of(found) == Path.home() / "t"
    assert (found.local_port.mode, found.local_port.port, found.hot_keys.show) == ("on", 6000, "F12")


@pytest.mark.parametrize(("text", "words"), [
    ('sever = "x"', "did you mean 'server'"),
    ('allowed_schemes = ["javascript"]', "'javascript' is no scheme"),
    ('allowed_schemes = ["file"]', "'file' is no scheme"),
    ('allowed_schemes = ["Crm:"]', "'Crm:' is no scheme"),
    ('[local_port]\norigins = ["https://crm.example/"]', "is no origin like"),
    ('[local_port]\norigins = ["*"]', "is no origin like"),
    ('[local_port]\norigins = ["null"]', "is no origin like"),
    ('[local_port]\nport = 80', "local_port.port"),
    ('[local_port]\nmode = "maybe"', "local_port.mode"),
    ('[hot_keys]\nshow = "P"', "'p' is no key like Ctrl+Alt+P"),
    ('[hot_keys]\nshow = "Shift+P"', "'shift+p' is no key"),
    ('[hot_keys]\nshow = "Ctrl+"', "'ctrl+' is no key"),
    ('[hot_keys]\nshow = "Ctrl+Ctrl+P"', "is no key"),
    ('[hot_keys]\nshow = ""\nhang_up = "ctrl+ALT+p"\nready = "Alt+Ctrl+P"', "already that of hang_up"),
    ("x", "is not TOML"),
])  # fmt: skip
def test_a_mistake_is_one_line_that_names_the_file(tmp_path, text, words):
    file = tmp_path / "panel.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadSettings) as caught:
        load(file)
    assert words in str(caught.value)
    assert str(file) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_asked_for_must_be_there(tmp_path):
    with pytest.raises(BadSettings, match="cannot read the settings"):
        load(tmp_path / "no.toml")
