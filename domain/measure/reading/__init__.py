"""The one reader: what a printed cell says, never what it might mean."""
