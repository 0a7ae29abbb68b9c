"""Request and response bodies of client billing (docs/apis/billing.md)."""
