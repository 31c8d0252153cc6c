"""Widgets of the wallboard: they draw a ``Screen`` and tell what people press. They decide nothing.

``window`` is the whole picture (fullscreen, keys, menu), ``board`` lays out one page of ``tiles``, ``editor`` moves
them, ``past_bar`` chooses a past moment, ``awake`` keeps the display on. Not here: words and figures (``presenter``),
colours and icons (``shared.qt``).
"""
