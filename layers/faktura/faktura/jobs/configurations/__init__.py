"""What a tenant configures: when orders are invoiced, how numbers look, who sells."""
