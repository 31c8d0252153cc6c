"""How the tests are shared out among workers: by file, whose tests share what is costly (a Postgres, a window).

The scenarios and the traffic go to one worker, as they share their busy runs on real Asterisks.
"""

import pytest

BUSY = ("tests/end2end/test_scenarios.py", "tests/end2end/test_traffic.py")


def pytest_itemcollected(item: pytest.Item) -> None:
    file = item.nodeid.partition("::")[0]
    item.add_marker(pytest.mark.xdist_group("busy runs" if file in BUSY else file))
