"""What is printed on a page: words in rows, labelled amounts and dates, numbers, senders and receivers."""
