"""The hand-made reading itself: what it finds in the busy hour was counted with grep."""

from collections import Counter

from tests.integration.history.conftest import STORIES
from tests.integration.reports.plain_log import read


def test_every_line_of_a_busy_hour_is_somewhere() -> None:
    log = read(STORIES / "given" / "busy_hour" / "queue_log")
    assert Counter(visit.ending for visit in log.visits) == {"answered": 172, "EXITWITHTIMEOUT": 10, "ABANDON": 4}
    assert sum(log.refused.values()) == 51
    assert Counter(visit.last_word for visit in log.visits if visit.ending == "answered") == {
        "COMPLETEAGENT": 145, "COMPLETECALLER": 19, "BLINDTRANSFER": 7, "ATTENDEDTRANSFER": 1
    }  # fmt: skip
    assert all(visit.talked is not None for visit in log.visits if visit.ending == "answered")
