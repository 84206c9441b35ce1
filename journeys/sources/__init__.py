"""One room per format: bytes become raw rows, all text, nothing decided."""
