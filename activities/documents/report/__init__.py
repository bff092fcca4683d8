"""The annual report in print."""
