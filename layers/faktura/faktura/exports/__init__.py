"""Exports of a period as a file: what one is, how it is made in the background, and its formats. It knows no API."""
