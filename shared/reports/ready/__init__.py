"""The ready reports: what each one asks, and what it draws. ``shared.reports.catalogue`` has them by name.

``asked`` is what a report knows when it is made (connection, selection, limits, now) and what all of them say beside
their figures; then by what they count: ``of_visits``, ``of_agents``, ``of_calls``, ``of_singles`` (rows that are one
call), ``of_lengths`` (how long people waited and phones rang), ``of_staffing`` (agents needed), ``of_contacts``
(first contacts, waits to expect), and their ``charts``. Questions to the database are not here: see
``shared.reports.queries``.
"""
