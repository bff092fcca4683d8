"""The only writer: decide on what is recorded, record what came of it, once."""
