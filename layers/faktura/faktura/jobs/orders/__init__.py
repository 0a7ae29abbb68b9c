"""From a sales order to the bill for it: what is charged, and the totals."""
