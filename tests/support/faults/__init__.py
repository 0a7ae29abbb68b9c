"""Faults beneath boto3, for tests on moto in process: lost responses, crashes, interleavings, and recorded calls."""
