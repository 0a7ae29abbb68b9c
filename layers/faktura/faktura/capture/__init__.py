"""Invoice capture: a pet owner's invoice, read from its picture and looked up at the practice (seed 002)."""
