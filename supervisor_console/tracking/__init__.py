"""The page of one call: swim lanes to scale, every step, raw events, linked calls, print.

``app.make`` is what the console calls. From the facts (``reports.tracking``) the ``presenter`` makes a ``screen``,
which the ``views`` draw. Not here: the sound, for which there are only places (``views.page`` says which).
"""
