"""The journal of a number range: what was issued, changed and voided, so that an auditor can verify it offline."""
