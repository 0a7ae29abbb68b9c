"""Bodies of the review of captures (docs/apis/capture.md, "Review")."""
