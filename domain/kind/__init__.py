"""Kinds of plan as data: what parts, levels, columns, budget and signatures a paper has, and how it is set."""
