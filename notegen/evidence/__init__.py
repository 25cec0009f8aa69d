"""Reading: words, sentences and clauses with exact offsets, what they assert, and alignment."""
