"""Invoice jobs: sales orders become numbered invoices as PDFs (docs/apis/jobs.md)."""
