"""Amazon Textract at home: a small awsJson1.1 server that reads invoices and receipts for real."""
