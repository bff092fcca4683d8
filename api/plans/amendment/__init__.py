"""The amendment of a signed plan: what it changes, whom it asks, which version holds when; its pages and routes."""
