"""A shim that makes moto's DynamoDB follow DynamoDB's own rules, for the local stack and for the tests."""
