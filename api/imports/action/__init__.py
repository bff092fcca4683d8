"""Quarterly targets, owners and steps of an action plan, out of the tables that offices keep."""
