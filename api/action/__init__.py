"""The action plan: its rows, proposals, owners and acts."""
