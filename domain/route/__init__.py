"""Routes of review and signature: their steps, and the one machine that walks them."""
