"""When something is due, who is reminded, and by which mail."""
