"""What somebody types, as it would be read."""
