"""The whole of AWS on this machine: the real template and the real handlers, without Docker, account or network."""
