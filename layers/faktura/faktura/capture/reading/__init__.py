"""From pages to a `Reading`: Textract's response, amounts, dates and places, and how pages are merged."""
