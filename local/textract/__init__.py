"""A local Amazon Textract: a small awsJson1.1 server that reads invoices and receipts by OCR."""
