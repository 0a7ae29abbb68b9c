"""Provider invoices: workshops report them, workshops and their partners search them (docs/apis/cases.md)."""
