"""Reads a queue. A message `poison` fails alone."""


def handler(event: dict, _context: object) -> dict:
    """Report the poisoned messages."""
    poisoned = [record["messageId"] for record in event["Records"] if record["body"] == "poison"]
    return {"batchItemFailures": [{"itemIdentifier": message} for message in poisoned]}
