"""Faults beneath boto3, for tests on moto in process: lost answers, crashes, interleavings, and what was called."""
