"""The foundation of every API: requests and responses, tokens, exact decimals, DynamoDB, idempotency."""
