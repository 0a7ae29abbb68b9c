"""Import files: CSV of what a customer already has, checked whole before anything is written. Knows no API."""
