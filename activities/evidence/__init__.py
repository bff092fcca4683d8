"""Which files may be evidence, judged by their content."""
