"""Hypothesis without a stop-watch: the first example pays for loading scipy."""

from hypothesis import settings

settings.register_profile("scoring", deadline=None)
settings.load_profile("scoring")
