"""The OpenID provider of the local stack: demo people choose themselves from a list. A deployed stack has none."""
