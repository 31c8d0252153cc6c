"""The demo's own folder: any name, and one demo at a time."""

from pathlib import Path

import pytest

from collector_daemon.commands.demo import demo_settings, forget_journal
from collector_daemon.settings import JournalSettings
from collector_daemon.store.journal import Journal
from collector_daemon.store.journal_lock import FolderInUse
from shared.clock import SystemClock
from shared.credentials import new_secret


@pytest.mark.parametrize("name", ["O'Brien", "Žofie 🎧", "C:\\Users"])
def test_a_folder_of_any_name_will_do(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir(parents=True)
    config = demo_settings(folder, 5038, new_secret())
    assert config.data_folder == folder
    assert config.pbx[0].secret_file == folder / "ami.secret"


def test_a_second_demo_leaves_the_first_ones_journal_alone(tmp_path: Path) -> None:
    first = Journal(tmp_path / "journal" / "demo", JournalSettings(), SystemClock())
    try:
        with pytest.raises(FolderInUse):
            forget_journal(tmp_path)
        assert first.segments[0].plain.exists()
    finally:
        first.close()
    forget_journal(tmp_path)
    assert not (tmp_path / "journal").exists()
    forget_journal(tmp_path)
