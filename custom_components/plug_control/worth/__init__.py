"""What sessions cost."""
