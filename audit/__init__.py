"""Verification, replay and export: needs the log alone."""
