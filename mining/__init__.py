"""First floor: definitions of measures and signals, and what runs them."""
