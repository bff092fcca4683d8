"""How requests come in and answers go out: negotiation, reading, problems, headers, pages, description."""
