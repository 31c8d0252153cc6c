"""How the tests are shared out among workers: by file, and all that needs a real Asterisk to one of them.

A file's tests share what is costly (a Postgres, a window); two labs at once would fight for the same addresses.
"""

import pytest


def pytest_itemcollected(item: pytest.Item) -> None:
    is_lab = item.nodeid.startswith("tests/end2end/")
    item.add_marker(pytest.mark.xdist_group("asterisk" if is_lab else item.nodeid.partition("::")[0]))
