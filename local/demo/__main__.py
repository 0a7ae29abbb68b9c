"""`make demo`: a tour of the five APIs on the running stack; `PORT` says where it is.

python -m local.demo [orders]

`orders`, 1 to 9,999, are what the shop of its fourth part has invoiced.
"""

import os
import sys

import urllib3

from local.demo import billing, capture, cases, jobs, pims, terminal
from local.demo.caller import Party, Service, TourError
from local.demo_clients import SECRET

_ORDERS = 100
_PARTIES = {
    "practice": Party("pims-demo", SECRET, "petwell"),
    "mga": Party("mga-alpha", SECRET, "alpha"),
    "office": Party("office", SECRET, "main"),
    "shop": Party("shop-acme", SECRET, "acme"),
    "provider": Party("workshop-north", SECRET, "north"),
    "partner": Party("insurer-one", SECRET, "one"),
}


def main(orders: int) -> None:
    """The tour; each API has its part."""
    stack = Service(f"http://127.0.0.1:{os.environ.get('PORT', '3000')}", _PARTIES)
    if not stack.is_answering():
        raise SystemExit(f"No stack answers at {stack.url}; `make run` starts one, PORT says where.")
    terminal.say(f"Faktura at {stack.url}: a tour of its five APIs.")
    try:
        pims.show(stack)
        capture.show(stack)
        billing.show(stack)
        jobs.show(stack, orders)
        cases.show(stack)
    except TourError as failure:
        raise SystemExit(str(failure)) from None
    except urllib3.exceptions.HTTPError as lost:
        raise SystemExit(f"The stack at {stack.url} answers no more: {lost}") from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    terminal.end(f"All endpoints, to read and to try out: {stack.url}/docs")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else _ORDERS)
