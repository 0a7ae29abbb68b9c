"""What the layer brings."""

WORD = "hello"
