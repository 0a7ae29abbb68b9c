"""What an uploaded file is: its kind, its pages and their resolution, and whether it is safe to open."""
