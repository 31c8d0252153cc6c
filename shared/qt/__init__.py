"""What the three desktop programs share of Qt: the only folder of ``shared`` that knows it.

``application`` runs a program and gives it its ``ground`` (clock, preferences, language, theme). ``theme``, ``fonts``,
``icons``, ``marks`` and ``dress`` are its looks, ``bridge`` brings the feed's news to widgets, ``table_model`` shows
rows. ``signing_in`` brings it to the server (``server`` finds that, ``keys`` remember the password, ``sign_in`` asks
people), and the rest are windows that every program has: ``connection``, ``settings_dialog``, ``about``, ``fault``.
Not here: what a program shows. Read ``ground``, then ``application``.
"""
