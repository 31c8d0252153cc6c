"""The panel put together: ``start`` is its command line's work, ``panel`` the running program of one shift.

``seating`` is the way to a phone, ``deeds`` makes commands of wishes, ``paper`` what is written down, ``asking`` what
the server and the CRM are asked beside the board. Things of the desktop: ``instance``, ``tray``, ``hot_keys``,
``popups``, ``idle``. Not here: what is shown (``presenter``) and how it is drawn (``views``).
"""
