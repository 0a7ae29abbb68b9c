"""`make demo`: a tour of the running stack, one module per API, as its callers see it."""
