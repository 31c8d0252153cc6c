"""What the panel shows of what is known: ``present(moment)`` makes a ``screen.PanelScreen``. Pure: no Qt, clock, I/O.

``moment`` is everything that is known, ``told`` what replies say, ``following`` remembers my calls, ``seen`` is what
all parts ask of a moment. The other modules are a part of the screen each: ``state``, ``shift`` (what may be asked,
queues), ``today``, ``own_list``, ``colleagues``, ``waiting``, ``callbacks``, ``dialling``; ``card`` (with ``mine``,
``who``, ``customer``, ``writing_down``, ``script``), ``wrapup``, ``popup``, ``offline``, ``preview``. Read ``moment``,
``present``, then the part you are after. Not here: what becomes of a wish (``app``), asking the CRM (``crm``).
"""

from operator_panel.presenter.dialling import dial_target as dial_target
from operator_panel.presenter.following import Followed as Followed
from operator_panel.presenter.following import MyCall as MyCall
from operator_panel.presenter.following import follow as follow
from operator_panel.presenter.moment import Choices as Choices
from operator_panel.presenter.moment import Draft as Draft
from operator_panel.presenter.moment import Moment as Moment
from operator_panel.presenter.moment import Pending as Pending
from operator_panel.presenter.moment import PopupChoice as PopupChoice
from operator_panel.presenter.moment import Refusal as Refusal
from operator_panel.presenter.moment import Unsent as Unsent
from operator_panel.presenter.present import present as present
