"""How the page looks. ``page`` is the whole; ``overview`` the tab of one campaign with its panels beside it here."""
