"""What we tell and what app_queue logged: every difference of every recording is explained."""

import pytest

from tests.integration.history.conftest import Command, commanding, name_of, stories

pytestmark = pytest.mark.postgres


@pytest.mark.parametrize("story", stories(), ids=name_of)
def test_every_difference_is_explained(story, full_url, tmp_path, capsys):
    run = commanding(full_url, tmp_path, capsys)
    assert run("replay", story / "capture.jsonl.gz", "--store", "--pbx", name_of(story))[0] == 0
    code, out, err = run(
        "reconcile", "--since", "2020-01-01", "--queue-log", story / "queue_log", "--pbx", name_of(story)
    )
    print(out, err)
    assert code == 0, out + err
