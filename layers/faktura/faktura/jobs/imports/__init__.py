"""What an import of invoice jobs has: orders."""
