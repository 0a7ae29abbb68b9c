"""What the pages of a PDF draw, followed far enough to know what a reader sees."""
