"""What is seen of cases, and what the owner decides about them."""
