"""Files that go straight to S3: presigned forms, the bucket, the queue."""
