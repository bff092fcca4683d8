"""The documents of a year: action plan, quarters, tables and sheets."""
