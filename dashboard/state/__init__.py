"""What is asked of a page, kept in its address."""
