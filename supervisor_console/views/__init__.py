"""What pages are drawn with: panels, tables, chips, buttons, popovers. No page's own things.

``sizes`` says how large things are and how pale grounds are. Painted by hand: ``button``, ``choice``, ``chip``,
``choice_rows``, ``tabs``, ``figure``; set up by ``rules``: ``table`` (its columns are ``columns``, their menu
``column_menu``); and ``line_edit``. Around them ``panel`` and ``header``; ``popover`` and ``asking`` open above.
``pieces`` are values without Qt, for screens and presenters of pages: marks, choices, deeds, grids, fields of forms;
``marks``, ``grid`` and ``forms`` draw them. ``states`` says that there is nothing, or that something is wrong.
``focus`` draws the ring round whatever has the focus: one for the whole program. ``charts`` is a package of its own.
All follow the ground's theme; words come from the page's screen, in the language of now.
"""
