"""The page of one call as it looks: swim lanes to scale, table of steps, panel on the right, raw events, paper.

``scale`` (milliseconds and pixels, ticks), ``labels`` (what is written in and beside bars) and ``lane_painting`` (how
they are drawn, on the screen and on paper alike) make the lanes; ``lanes`` is their widget. ``page`` puts all together,
``paper`` prints. No view knows the database; each is given a ``screen`` and says what is wished by signals.
"""
