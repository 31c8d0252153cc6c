"""What raw events say is what the journal said, for every recording."""

import psycopg
import pytest

from tests.integration.history.conftest import Command, commanding, name_of, stories

pytestmark = pytest.mark.postgres


@pytest.mark.parametrize("story", stories(), ids=name_of)
def test_facts_from_raw_events_are_those_from_the_journal(story, full_url, tmp_path, capsys):
    run = commanding(full_url, tmp_path, capsys)
    assert run("replay", story / "capture.jsonl.gz", "--store", "--pbx", name_of(story))[0] == 0
    code, out, err = run("rebuild", "--since", "2020-01-01", "--pbx", name_of(story))
    assert (code, out) == (0, "")
    assert " calls as stored, 0 different" in err
