"""A shim that makes moto's S3 check signatures and forms like S3."""
