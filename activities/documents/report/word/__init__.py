"""The annual report as a file for Word, for those who have to hand one in."""
