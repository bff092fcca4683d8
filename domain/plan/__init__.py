"""A plan's text and life: facts, commands, state and rules."""
