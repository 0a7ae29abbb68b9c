"""`make demo`: a tour of the five APIs on the running stack; `PORT` says where it is.

python -m local.demo [orders]

`orders`, 1 to 9,999, are what the shop of its fourth part has invoiced.
"""

import sys

import urllib3

from local.demo import billing, capture, cases, jobs, pims, terminal
from local.demo.caller import URL, is_answering

_ORDERS = 100


def main(orders: int) -> None:
    """The tour; each API has its part."""
    if not is_answering():
        raise SystemExit(f"No stack answers at {URL}; `make run` starts one, PORT says where.")
    terminal.say(f"Faktura at {URL}: a tour of its five APIs.")
    try:
        pims.show()
        capture.show()
        billing.show()
        jobs.show(orders)
        cases.show()
    except urllib3.exceptions.HTTPError as lost:
        raise SystemExit(f"The stack at {URL} answers no more: {lost}") from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    terminal.end(f"All endpoints, to read and to try out: {URL}/docs")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else _ORDERS)
