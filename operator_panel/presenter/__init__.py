"""What the panel shows of what is known: ``present(moment)`` makes a ``screen.PanelScreen``. Pure: no Qt, clock, I/O.

``moment`` is everything that is known, ``told`` what replies say, ``following`` remembers my calls. Read ``moment``
first.
"""

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
