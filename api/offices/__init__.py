"""Offices: what each says of itself, its routes and dated policies."""
