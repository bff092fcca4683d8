"""The year of a signed plan: its action plan, its four quarters, and what they show."""
