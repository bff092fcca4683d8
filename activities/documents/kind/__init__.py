"""The paper of a plan that has a kind: its tables, and how wide their columns are."""
