"""How the page is drawn: ``page`` holds the tabs; ``accounts`` and ``matrix`` the first of them; ``forms`` ask.

They get a screen and draw it, and say back only wishes. Not here: what anything means (``presenter``).
"""
