"""Instruments, knowledge base and words as data, with their loader and linter."""
