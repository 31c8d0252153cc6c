"""Reports that are due: real Postgres, real SMTP, real folders."""
