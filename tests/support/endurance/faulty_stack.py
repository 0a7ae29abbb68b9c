"""`python -m tests.support.endurance.faulty_stack SEED RATE [PARAMETER=VALUE ...]`: the local stack with faults."""

import sys
from typing import Any

from local import identity


def main() -> None:
    """Serve as `python -m local` does."""
    identity.assume()
    from local import __main__ as product  # imported now because moto reads the AWS settings on import
    from local import aws, queues
    from tests.support.endurance.faults import Faults

    seed, rate = int(sys.argv.pop(1)), float(sys.argv.pop(1))
    faults = Faults(seed, rate)
    serve, poll = aws.server, queues.poll

    def server(listener: Any) -> Any:
        served = serve(listener)
        served.app = faults.around(served.app)
        return served

    def polled(subscriptions: Any, sqs: Any, invoke: Any, *rest: Any) -> None:
        poll(subscriptions, sqs, faults.redelivering(invoke), *rest)

    aws.server, queues.poll = server, polled
    product.main()


if __name__ == "__main__":
    main()
