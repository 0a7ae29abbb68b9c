"""The product under load in virtual time: many execution environments at once, each call with its duration."""
