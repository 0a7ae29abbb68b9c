"""Invoice capture: a pet owner's invoice is read and looked up at the practice (docs/apis/capture.md)."""
