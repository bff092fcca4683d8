"""PostgreSQL and Temporal as child processes: the real servers from their wheels, under our own supervisor."""
