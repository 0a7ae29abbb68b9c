"""What S3 does with signatures and forms and moto does not: a shim, and the rules it holds requests to."""
