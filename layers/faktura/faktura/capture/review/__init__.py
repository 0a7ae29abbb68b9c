"""The review of captures: lists, pictures of pages, decisions and corrections, and what they say about readings."""
