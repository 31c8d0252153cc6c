"""The page of quality: calls are drawn, scored by a card, and seen per operator over time.

``screen``: exactly what is shown; ``presenter`` makes it of what is known, purely; ``views`` draw it; ``app`` asks the
database, keeps drafts and stores scores. What a score comes to is counted in ``shared.domain.quality``.
"""
