"""Tells people what happened, from the log of their office: desk and mail."""
