"""The wallboard's tiles: one widget (``tile.TileWidget``), and a face a kind that draws it on a ``paint.Canvas``.

``tile`` has the tables from kinds and from what is shown to faces; ``face`` says what a face is; the other modules
are the faces and what some of them share (``notice``, ``cards``). Not here: where tiles stand (``board``), what they
say (``presenter``). Read ``tile``, then ``figure`` as the example.
"""
