"""The Windows setup, also from Debian: wine, a Windows Python, wheels, the service, resources, signing."""
