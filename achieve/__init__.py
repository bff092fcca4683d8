"""Published tables of achievement, checked against their own arithmetic."""
