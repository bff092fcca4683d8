"""A quarter: what is filed, checked, returned, signed and closed."""
