"""Tokens and pure decisions: who may do what."""
