"""An e-invoice's data as a reading, and whether its pages print the same."""
