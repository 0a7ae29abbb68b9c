"""What every API of Faktura stands on: requests and answers, tokens, exact decimals, DynamoDB, idempotency."""
