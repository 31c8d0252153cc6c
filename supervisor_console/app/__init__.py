"""The console put together: sign-in at both halves, slow work beside the windows, pages made and shown."""
