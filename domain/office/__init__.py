"""An office: its people, positions, roles, routes and dated policies."""
