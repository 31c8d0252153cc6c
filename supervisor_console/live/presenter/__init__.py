"""What the page shows of the board: ``present(moment)`` makes a ``screen.LiveScreen``. Pure: no Qt, no clock, no I/O.

``moment`` is everything that is known, ``seen`` what all parts ask of it; ``header``, ``strips``, ``cards``,
``waiting`` and ``operators`` make the regions, ``actions`` what may be done and why not, ``present`` puts them
together. ``dialogs`` are the questions asked before something is done, ``telling`` the sentences about what came of it.
"""

from supervisor_console.live.presenter.dialogs import message as message
from supervisor_console.live.presenter.dialogs import move as move
from supervisor_console.live.presenter.dialogs import moved as moved
from supervisor_console.live.presenter.dialogs import redirect as redirect
from supervisor_console.live.presenter.moment import Choices as Choices
from supervisor_console.live.presenter.moment import Moment as Moment
from supervisor_console.live.presenter.present import present as present
from supervisor_console.live.presenter.telling import done as done
from supervisor_console.live.presenter.telling import failed as failed
from supervisor_console.live.presenter.telling import reached as reached
