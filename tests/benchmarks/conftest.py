"""Benchmarks are scripts; their examples are tested, those of rivals only where these are installed."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("fpdf") else ["rival_fpdf.py"]
