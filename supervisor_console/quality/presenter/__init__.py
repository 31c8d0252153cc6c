"""What the page of quality shows, made of what is known: pure. ``present`` is the whole, the rest its parts."""

from supervisor_console.quality.presenter.moment import Draft as Draft
from supervisor_console.quality.presenter.moment import Moment as Moment
from supervisor_console.quality.presenter.present import present as present
