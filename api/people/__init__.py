"""The people of an office: positions, roles and accounts."""
