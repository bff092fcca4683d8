"""The doors: sign-in, invitations, the bootstrap, passwords and tokens."""
