"""What the product says of itself: health and its OpenAPI description."""
