"""Collects: who is assessed, by which instrument, what was answered, by whom, under whose eyes."""
