"""The `paraf` command, and the servers it can bring along."""
