"""The people who sign in: their roles, their invitations, and the identities that they sign in with."""
