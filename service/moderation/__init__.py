"""Use cases. They take an open transaction first and never commit."""
