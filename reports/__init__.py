"""Tells: results become a report as data, then a PDF; drawing comes last and computes nothing."""
