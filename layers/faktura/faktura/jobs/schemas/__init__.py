"""What the API of invoice jobs takes and returns (docs/apis/jobs.md)."""
