"""moto's DynamoDB held to DynamoDB's own rules: one shim for the local stack and for the tests."""
