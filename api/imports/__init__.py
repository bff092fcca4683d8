"""Files that offices have already, as if what they say had been typed."""
