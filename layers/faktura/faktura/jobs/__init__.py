"""Invoice jobs (seed 003): orders in, numbered invoice PDFs out, for many tenants at once."""
