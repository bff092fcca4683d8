"""One door for people and machines: FastAPI routes that serve pages and JSON alike."""
