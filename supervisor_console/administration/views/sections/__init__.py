"""How the tabs of settings are drawn: ``tab`` is the whole, ``middle`` the table or form, ``side`` what stands beside.

``form`` shows fields, each a ``field``, lists inside an entry as ``groups``; ``saving`` what will be different.
"""
