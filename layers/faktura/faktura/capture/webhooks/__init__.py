"""Webhooks: the answer of an ended request, signed and posted to where its MGA wants it (CONTRACT section 3)."""
