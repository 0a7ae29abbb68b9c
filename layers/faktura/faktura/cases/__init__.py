"""Provider invoices: workshops report invoices on cases, providers and partners search them (seed 004)."""
