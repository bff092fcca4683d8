"""The set of papers that an office has for a year, and whether they agree."""
