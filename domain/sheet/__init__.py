"""Tables of a file, and the rows of a plan that they become."""
