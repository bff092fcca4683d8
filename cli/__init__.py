"""The `paraf` command and the embedded servers."""
