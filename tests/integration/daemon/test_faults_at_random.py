"""The short one of ``python -m tests.proof.faults``: some seconds, one seed, on the same real processes."""

import os
import re

import pytest

from tests.proof.faults import main

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.timeout(150),
    pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX"),
]


def test_after_faults_everything_is_as_it_happened(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["--minutes", "0.08", "--clients", "2", "--seed", "1", "--kinds", "kill -9 of the daemon",
                 "kill -9 of Postgres", "refused between daemon and PBX", "no messages"])  # fmt: skip
    said = capsys.readouterr().out
    assert code == 0, said
    assert len(re.findall("worked again after", said)) >= 2, said
