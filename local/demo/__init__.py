"""`make demo` shows the running stack through its public API, one module per API."""
