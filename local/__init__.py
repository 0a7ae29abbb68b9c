"""AWS on this machine: runs the real template and handlers without Docker, an account or a network."""
