"""Judges: pure functions on arrays and frozen values; no file, clock, database or global seed."""
