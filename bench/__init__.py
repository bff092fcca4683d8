"""Measurements, each beside a reference of the same run: only the ratio travels from machine to machine."""
