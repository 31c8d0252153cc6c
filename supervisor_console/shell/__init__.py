"""What stands around the pages: side bar, top bar, the state of both connections, the search field, the bell."""
