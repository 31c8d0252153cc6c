"""What is seen of the panel: widgets that draw a ``PanelScreen`` and say ``Wish``es, and know nothing else.

``panel_view`` puts the parts together, ``window`` holds it; ``part`` is what every part is made like, ``painting``,
``text``, ``buttons``, ``menus`` what parts are made of; ``call_area`` is the panel during and after a call. Not here:
what is said and in which colour (``operator_panel.presenter``), what a wish does (``operator_panel.app``).
"""
