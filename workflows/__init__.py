"""What waits: the Temporal workflows, their wire format, client and worker."""
