"""`make demo` shows the five APIs of the running stack. `PORT` is the stack's port.

    python -m local.demo [orders]

`orders` (1 to 9,999) is the number of orders in the invoice job.
"""

import os
import sys

import urllib3

from local.demo import billing, capture, cases, jobs, pims, terminal
from local.demo.caller import Party, Service, TourError
from local.demo_clients import SECRET
from local.demo_people import PEOPLE

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
    """Show each API in turn."""
    stack = Service(f"http://127.0.0.1:{os.environ.get('PORT', '3000')}", _PARTIES)
    if not stack.is_answering():
        raise SystemExit(f"There is no stack at {stack.url}. Start one with `make run`, or set PORT to its port.")
    terminal.say(f"The five APIs of Faktura at {stack.url}")
    try:
        pims.show(stack)
        capture.show(stack)
        billing.show(stack)
        jobs.show(stack, orders)
        cases.show(stack)
    except TourError as failure:
        raise SystemExit(str(failure)) from None
    except urllib3.exceptions.HTTPError as lost:
        raise SystemExit(f"The stack at {stack.url} no longer answers: {lost}") from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    terminal.end(f"Read and try all endpoints at {stack.url}/docs")
    terminal.say(f"People look at all this at the desk: {stack.url}/desk. Sign in there as one of these; none has a password.")
    for person in PEOPLE:
        if person.is_welcome:
            terminal.fact(person.name, person.about)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else _ORDERS)
