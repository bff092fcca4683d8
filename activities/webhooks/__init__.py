"""Tells programs what happened, by signed requests to the addresses that an office named."""
