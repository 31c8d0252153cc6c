"""The centre's settings as people edit them: one table of fields for every section, one editor for all of them.

``fields`` says what a field is; ``centre``, ``desks``, ``links``, ``rules`` say which fields the sections have,
``catalogue`` which sections there are. ``values`` reads and writes what is in them, ``draft`` is what is being edited,
``changes`` what is different, ``checks`` what is wrong; ``told`` is what the daemon said, ``shown`` what comes of it.
"""
