"""The link with the customer information system: what is asked, opened and started for a call, and when. No Qt.

``follower`` is what the program uses: it gets the calls at each change of the board and does what is due. Below it:
``following`` (what is due, pure), ``ready_link`` (a link of the settings, parsed once), ``look_up`` (asked by HTTP and
kept for a while), ``program`` (started without a shell), ``addresses`` (what may be opened). What may be written in a
template is in ``template``, ``replacing`` and ``placeholders``; ``tel_links`` is the other direction: a number that
somebody clicked elsewhere. For administrators: ``operator_panel/CRM.md``. Not here: how an answer looks (views), the
port for programs on the same desk (``local_port``).
"""
