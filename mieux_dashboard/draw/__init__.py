"""A tidy table and words in, a figure (a plain dict) out."""
