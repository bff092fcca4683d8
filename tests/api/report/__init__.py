"""The annual report through the public API."""
