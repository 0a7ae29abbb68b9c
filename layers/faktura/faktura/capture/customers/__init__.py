"""The MGA's customers."""
