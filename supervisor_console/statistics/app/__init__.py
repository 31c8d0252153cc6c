"""The statistics page at work: asks the database, presents, renders, carries out wishes."""
