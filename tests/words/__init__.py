"""The words of the tree and of the catalogue: what is said in the code, and whether it is said in Indonesian."""
