"""Request and response bodies of client billing."""
