"""Append-only facts in PostgreSQL: one gap-free, hash-chained log per office."""
