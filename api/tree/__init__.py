"""The tree of performance over HTTP: what the plans of an office's year answer to, as a picture and as a table."""
