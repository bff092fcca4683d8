"""What of an event others are to be told of, and whom it concerns."""
