"""What is asked of the database, under the account's own role: the only SQL of the console, and exports."""
