"""What tests share: real databases, keys and clocks."""
