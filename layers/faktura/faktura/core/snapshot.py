"""Environments that Lambda starts from one snapshot of a function that was ready (SnapStart).

The snapshot is taken before the first request. So it has clients, but no answers of the denylist, of issuers or of
tenants. What all environments would share otherwise is renewed when one is restored
(https://docs.aws.amazon.com/lambda/latest/dg/snapstart-uniqueness.html).
"""

import random

from faktura.core.aws import close_connections


def prepare() -> None:
    """Have Lambda call `renew` in each environment that it restores."""
    from snapshot_restore_py import register_after_restore  # only Lambda's runtime and the tests have it

    register_after_restore(renew)


def renew() -> None:
    """Renew the random state, by which retries are spread in time, and close connections.

    Ids and keys come from the kernel. botocore itself renews credentials that have expired since the snapshot.
    """
    random.seed()
    close_connections()
