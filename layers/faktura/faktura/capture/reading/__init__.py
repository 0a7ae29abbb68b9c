"""From a page to a Reading: Textract's answer, amounts, dates and places, and the merging of pages."""
