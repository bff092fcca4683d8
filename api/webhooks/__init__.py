"""Webhooks of an office: set, changed, and what became of what was sent."""
