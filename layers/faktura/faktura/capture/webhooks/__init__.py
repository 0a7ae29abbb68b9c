"""Webhooks: a body, signed and posted to a URL until the URL's server takes it (docs/apis/capture.md)."""
