"""Scores and facts become structural recommendations and ranked initiatives."""
