"""What the wallboard shows of the board: ``present(moment)`` makes a ``screen.Screen``. Pure: no Qt, no clock, no I/O.

``moment`` is everything that is known, ``seen`` what all tiles ask of it (what is old, which alerts concern what);
``header`` and ``ticker`` are the bands, the other modules a tile or a family of tiles each; ``present`` puts them
together. ``asking`` says which figures of the past are to be asked of the daemon; asking itself is the app's work.
Read ``moment``, ``present``, then the tile you are after.
"""

from wallboard.presenter.asking import Ask as Ask
from wallboard.presenter.asking import Visits as Visits
from wallboard.presenter.asking import asked as asked
from wallboard.presenter.moment import Moment as Moment
from wallboard.presenter.present import page_name as page_name
from wallboard.presenter.present import present as present
from wallboard.presenter.titles import kind_title as kind_title
