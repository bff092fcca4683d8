"""What people are told of their accounts."""
