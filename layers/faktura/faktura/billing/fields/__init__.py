"""Types of the fields of requests: amounts, ids, texts and days."""
