"""A quarter's evaluation: what is filed, checked, returned, signed and closed."""
