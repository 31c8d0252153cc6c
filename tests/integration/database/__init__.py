"""The database with a real Postgres: the bundled server, migrations, accounts, upkeep."""
