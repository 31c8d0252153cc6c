"""How the page looks: ``page`` puts it together and shows a ``LiveScreen``; it emits what is wished.

``head``, ``strip``, ``cards`` (with ``card``), ``calls`` and ``agents`` are its regions, ``first`` in their
place while there was no call; ``panel`` and ``columns`` make
of the console's panels and tables those of here, ``buttons`` and ``menus`` what can be pressed, ``acting`` what is
asked about first, ``dialogs`` the windows. Everything that ticks is painted, so that nothing is laid out anew.
"""

from supervisor_console.live.views.dialogs import MessageDialog as MessageDialog
from supervisor_console.live.views.dialogs import MoveDialog as MoveDialog
from supervisor_console.live.views.dialogs import PhoneDialog as PhoneDialog
from supervisor_console.live.views.dialogs import RedirectDialog as RedirectDialog
from supervisor_console.live.views.page import LivePageView as LivePageView
