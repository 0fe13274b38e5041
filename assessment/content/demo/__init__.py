"""Synthetic data: one worked case and a panel of merchants, both labelled demo for ever."""
