"""The desk: what waits for somebody, what they wait for, what is done."""
