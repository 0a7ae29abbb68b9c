"""What S3 does with presigned requests and moto does not: a shim, and the rules it holds requests to."""
