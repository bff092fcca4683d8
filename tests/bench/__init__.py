"""Measurements, in short."""
