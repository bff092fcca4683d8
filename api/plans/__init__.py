"""Plans: their list, text, editor, review, signature, comments and documents."""
