"""Access: the clients of this stack, the tokens they get, and the keys that prove them."""
