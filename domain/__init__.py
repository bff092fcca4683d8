"""The plan's rules: pure functions over facts, with no clock, no chance and no input or output."""
