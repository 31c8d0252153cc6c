"""Alert rules at work: real HTTP and SMTP servers, real programs, a real database."""
