"""What happened: histories, differences, the log and its live stream."""
