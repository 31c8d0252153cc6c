"""What the panel shows of calls, piece by piece: card, customer, note, outcome, call back, transfer, script, preview.

``pieces`` and ``pressing`` are what all of it is made of; ``call_area`` one folder above puts it together and
``popup`` there uses the same. Not here: what the words are (``operator_panel.screen``), the panel between calls.
Every widget has ``dress(theme)``, those with words of their own ``translate(language)``, and a ``render_…`` that
touches only what has changed.
"""
