"""The page of accounts, rights, the centre's settings, retention, and the audit."""
