"""Use cases: each method checks access and does one thing, the only callers of storage."""
