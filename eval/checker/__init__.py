"""Training and measuring the evidence checker."""
