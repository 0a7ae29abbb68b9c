"""The OpenAPI description of all APIs, made at build time."""
