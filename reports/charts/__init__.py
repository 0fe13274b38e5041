"""Charts as pure functions from plain data to a Scene."""
