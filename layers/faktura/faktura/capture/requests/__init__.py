"""The life of a capture request: accepted, processing, ended, overdue."""
