"""Where a link's secret comes from."""

import os

import pytest

from operator_panel.crm.secret import secret_from


def test_a_file_of_the_settings_goes_before_the_keyring(tmp_path):
    file = tmp_path / "who.secret"
    file.write_text("of-the-file\n")
    file.chmod(0o600)
    asked = []

    def recalled(room, link):
        asked.append((room, link))
        return "of-the-keyring"

    find = secret_from(recalled, {"who": file})
    assert find("who") == "of-the-file"
    assert find("other") == "of-the-keyring"
    assert asked == [("crm", "other")]


@pytest.mark.expects_log("the secret of the link who cannot be used: .* can be read by others")
@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_a_file_that_others_can_read_is_none(tmp_path):
    file = tmp_path / "who.secret"
    file.write_text("of-the-file\n")
    file.chmod(0o644)
    assert secret_from(lambda _room, _link: None, {"who": file})("who") is None
