"""The mark of an English sentence that is said elsewhere."""


def N_(msgid: str) -> str:
    """Mark a msgid where it stands; whoever shows it translates it."""
    return msgid
