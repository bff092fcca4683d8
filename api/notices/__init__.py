"""What happened since somebody looked: told on their desk, read and unread."""
