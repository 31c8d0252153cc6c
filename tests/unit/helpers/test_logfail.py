"""An unexpected warning fails a test: shown on a small test file in a process of its own.

Of its own, because its warnings must not reach the log of this test.
"""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

CASES = """
import logging, pytest
log = logging.getLogger('room')

def test_info_passes(): log.info('all is well')

def test_warning_fails(): log.warning('trouble')

def test_caplog_takes_the_records_over(caplog):
    log.warning('trouble')
    assert 'trouble' in caplog.text

@pytest.mark.expects_log('trou.le')
def test_expected_passes(): log.warning('trouble')

@pytest.mark.expects_log('trouble')
def test_more_than_expected_fails():
    log.warning('trouble')
    log.error('more')

@pytest.mark.expects_log('trouble')
def test_less_than_expected_fails(): pass
"""


def test_verdicts(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    pytester.makepyfile(CASES)
    result = pytester.runpytest_subprocess("-p", "tests.helpers.logfail", "-p", "no:cacheprovider")
    result.assert_outcomes(
        passed=6, errors=3
    )  # a test's verdict comes at its teardown, which pytest counts apart
    result.stdout.fnmatch_lines_random(
        ["ERROR *test_warning_fails*", "ERROR *test_more_than_expected_fails*", "ERROR *test_less_than_*"]
    )
