"""What was realised in a quarter, out of the lists that offices keep."""
