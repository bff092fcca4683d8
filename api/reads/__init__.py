"""Streams as they were read for an answer."""
