"""Garbage is collected in Qt's own thread."""

import gc
import threading
import weakref

from shared.qt.tidying import Tidying


class Ring:
    """Refers to itself: only the collector frees it."""

    def __init__(self) -> None:
        self.itself = self


def test_what_another_thread_allocates_collects_nothing_there(qapp):
    died: list[int] = []
    tidying = Tidying()
    try:
        weakref.finalize(Ring(), lambda: died.append(threading.get_ident()))
        busy = threading.Thread(target=lambda: [[] for _ in range(200_000)])
        busy.start()
        busy.join()
        assert died == []
        tidying.look()
        gc.collect()
        assert died == [threading.get_ident()]
    finally:
        tidying.close()
        assert gc.isenabled()
        gc.disable()  # as every test of windows has it
