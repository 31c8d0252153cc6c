"""What the three desktop programs share of Qt: the only folder of ``shared`` that knows it.

``application`` runs a program, ``theme``, ``fonts`` and ``icons`` are its looks, ``bridge`` brings the feed's news to
widgets, ``table_model`` shows rows, and the rest are windows that every program has. Not here: what a program shows.
"""
