"""What a file of somebody else holds, read in a process of its own."""
