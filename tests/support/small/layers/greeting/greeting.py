"""The greeting, a module of the layer."""

WORD = "hello"
