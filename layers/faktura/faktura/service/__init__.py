"""The service's own endpoints: health, the OpenAPI description and the API page."""
