"""`make smoke` checks a deployed stack through its public API, including behaviour that only AWS has."""
