"""Laws of the facts: what holds of each for ever, said apart from what `decide` allows; one file a noun."""
