"""Rows of a plan out of the files that offices have already."""
