"""A tenant's configuration: when orders are invoiced, how numbers look, and who the seller is."""
