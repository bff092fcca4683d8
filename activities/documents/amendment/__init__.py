"""What a paper says of the amendment that its text is: its cover, and the comparison annexed to it."""
