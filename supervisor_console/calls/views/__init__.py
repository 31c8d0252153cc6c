"""How the page of calls looks: ``page`` puts it together; ``query_panel`` (``query_line``, ``chips``, ``period``,
``condition``), ``results`` (``table``, ``cells``, ``columns``), ``detail``. Views render a screen and say wishes back.
"""
