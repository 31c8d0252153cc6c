"""Commands about what is stored: import-queue-log, reconcile, rebuild; with a real Postgres and recordings."""
