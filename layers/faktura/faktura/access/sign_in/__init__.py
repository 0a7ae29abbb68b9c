"""The sign-in of people at the operator's OpenID provider: its discovery, its ID tokens, and the relay to it."""
