"""The soak: many people at once, and accidents, with a record of its own of what was acknowledged."""
