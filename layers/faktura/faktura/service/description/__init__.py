"""The OpenAPI description of all APIs, which `make openapi` writes."""
