"""What every rule stands on: messages, their one spelling, who acts, typed text, exact numbers, refusals."""
