"""The centre's settings in the database: changed over the feed of a real daemon, and what becomes of that."""
