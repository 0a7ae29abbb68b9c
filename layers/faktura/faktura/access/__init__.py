"""Access: the registered clients of this stack, their access tokens, and the public keys that verify the tokens."""
