"""The sums of an invoice: what is printed, how it adds up, and which one is the total."""
