"""Pages about texts: the customer's own, and what the office sees of them."""
