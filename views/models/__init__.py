"""The shapes of what is told: the API is described by them, and the type checker holds the views to them."""
