"""What is kept: the journal on disk first (``journal``), then facts in Postgres (``recorder``).

Not here: what facts mean (``core``), and the tables themselves (``shared.database``).
"""
