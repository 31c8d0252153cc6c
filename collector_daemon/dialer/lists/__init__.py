"""Files of contacts and of numbers that must not be called: read, checked, taken in; results written as a file.

Large files are read and written in processes of their own (``reader``, ``result_file``), told what to do by the daemon
(``importing``, ``exporting``). Not here: contacts that a customer system tells (``crm``), the tables
(``collector_daemon.store.dialer``).
"""
