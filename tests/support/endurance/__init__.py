"""Mixed traffic on a stack with faults, and an audit of what the stack then holds."""
