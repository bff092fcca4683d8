"""What read models and JSON say of plan, action plan, quarter and year."""
