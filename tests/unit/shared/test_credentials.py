"""Where secrets are found, and each way in which they are refused."""

import logging
import os
import stat

import pytest

from shared import logs
from shared.credentials import Secret, find_secret, keep_secret, new_secret, read_secret
from shared.errors import BadSecret

posix = pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX's")


@pytest.fixture
def kept(tmp_path):
    """Make secret files of a given content and mode."""

    def make(content: bytes = b"from-file\n", mode: int = 0o600):
        file = tmp_path / "ami_password"
        file.write_bytes(content)
        file.chmod(mode)
        return file

    return make


def test_a_secret_does_not_show_itself():
    secret = Secret("hunter22")
    assert "hunter22" not in f"{secret!r} {secret} {[secret]}"
    assert secret.reveal() == "hunter22"
    assert secret == Secret("hunter22")
    assert secret != Secret("hunter23")
    assert len({secret, Secret("hunter22")}) == 1


def test_whatever_is_read_is_masked_in_logs(kept):
    secret = read_secret(kept(b"masked-from-now-on\n"))
    record = logging.makeLogRecord({"msg": "sent %s", "args": (secret.reveal(),), "name": "link"})
    assert logs.Line().format(record).endswith("link: sent ***")


def test_the_environment_comes_first_then_systemd_then_the_file(kept, tmp_path):
    file = kept()
    folder = tmp_path / "credentials"
    folder.mkdir()
    environment = {"CREDENTIALS_DIRECTORY": str(folder)}
    assert find_secret("ami_password", file, environment).reveal() == "from-file"
    (folder / "ami_password").write_text("from-systemd", encoding="utf-8")
    assert find_secret("ami_password", file, environment).reveal() == "from-systemd"
    environment["CALLCENTRE_AMI_PASSWORD"] = "from-environment"
    assert find_secret("ami_password", file, environment).reveal() == "from-environment"


def test_nowhere_says_where_it_could_be():
    with pytest.raises(
        BadSecret, match=r"no ami_password: set CALLCENTRE_AMI_PASSWORD, a systemd credential"
    ):
        find_secret("ami_password", None, {})


@posix
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620, 0o660])
def test_a_file_that_others_can_read_or_write_is_refused(kept, mode):
    with pytest.raises(BadSecret, match=rf"can be read by others \(mode {mode:04o}\); run: chmod 600"):
        read_secret(kept(mode=mode))


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"", "is empty"),
        (b"\n", "is empty"),
        (b"one\ntwo\n", "more than one line"),
        (b"one\r\nAction: Originate\n", "more than one line"),
        (b"\xff\xfe\n", "is not UTF-8 text"),
        (b"x" * 70_000, "is longer than"),
    ],
)
def test_what_is_no_password_is_refused(kept, content, complaint):
    with pytest.raises(BadSecret, match=complaint):
        read_secret(kept(content))


def test_a_missing_file_is_one_line(tmp_path):
    with pytest.raises(BadSecret, match="cannot read the secret .*nowhere"):
        read_secret(tmp_path / "nowhere")


def test_windows_line_ends_are_no_part_of_it(kept):
    assert read_secret(kept(b"p\xc3\xa1ssword\r\n")).reveal() == "pássword"


def test_a_new_secret_is_kept_for_its_owner_only(tmp_path):
    file, secret = tmp_path / "superuser", new_secret()
    keep_secret(file, secret)
    assert read_secret(file) == secret
    assert len(secret.reveal()) == 32
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        keep_secret(file, new_secret())


def test_errors_never_contain_the_secret(kept):
    with pytest.raises(BadSecret) as refused:
        find_secret("ami_password", None, {"CALLCENTRE_AMI_PASSWORD": "hunter22\nhunter33"})
    assert "hunter" not in str(refused.value)
