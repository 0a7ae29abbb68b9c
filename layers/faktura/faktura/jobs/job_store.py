"""Jobs and the chunks of their orders."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from itertools import islice
from secrets import token_hex
from typing import Any

from faktura.core import json
from faktura.core.clock import timestamp
from faktura.core.dynamo import Write, transact
from faktura.core.errors import Unavailable
from faktura.core.observability import count
from faktura.core.parallel import each
from faktura.jobs.errors import NoSuchJob
from faktura.jobs.job import (
    JOB_ID,
    Chunk,
    ChunkReference,
    Job,
    JobReference,
    Outcome,
)
from faktura.jobs.order_store import (
    JobTableStore,
    chunk_key,
    job_key,
    tenant_of,
)

_AFTER_ALL_IDS = "~"
_ATTEMPTS = 20


class JobExistsError(Exception):
    """The job was stored before."""


class JobBegunError(Exception):
    """The job's execution is at work, or there is no such job."""


class JobStore(JobTableStore):
    """A tenant's jobs."""

    def begin(self, job: Job, order_ids: Sequence[str] = (), extra_writes: Sequence[Write] = ()) -> None:
        """Store the job and its orders; nobody sees it before all of them are there. `JobExistsError` if it is."""
        self._put_chunks(job.reference, order_ids)
        item = job_key(job.reference) | {
            "jobType": job.job_type,
            "createdAt": timestamp(job.created_at),
            "status": job.status,
            "numbering": True,
            "unfinished": "job",
            "correlationId": job.correlation_id,
            **({} if job.orders is None else {"orders": Decimal(job.orders)}),
        }
        new = self._table.putting(item, "attribute_not_exists(tenant)", otherwise=lambda _: JobExistsError())
        transact([new, *extra_writes])

    def withdraw(self, job: JobReference, extra_writes: Sequence[Write]) -> None:
        """Forget a job that could not be started; `JobBegunError` where its execution is at work after all."""
        not_begun = "attribute_exists(tenant) AND attribute_not_exists(begun)"
        transact([self._table.deleting(job_key(job), not_begun, otherwise=lambda _: JobBegunError()), *extra_writes])

    def open(self, job: JobReference) -> Job | None:
        """The job, for its execution to work on; `None` where it was withdrawn."""
        begin = self._table.updating(
            job_key(job), "SET begun = :yes", {":yes": True}, "attribute_exists(tenant)", lambda _: JobBegunError()
        )
        try:
            transact([begin])
        except JobBegunError:
            return None
        return self.get(job)

    def select(self, job: JobReference, order_ids: Sequence[str]) -> None:
        """Give an AUTOMATIC job its orders; again is the same as long as nobody works on them."""
        self._put_chunks(job, order_ids)
        count = {":orders": Decimal(len(order_ids))}
        transact([self._table.updating(job_key(job), "SET orders = :orders", count, "attribute_exists(tenant)")])

    def get(self, job: JobReference) -> Job:
        """The job, else `NoSuchJob`."""
        item = self._table.get(job_key(job)) if JOB_ID.fullmatch(job.job_id) else None
        if item is None:
            raise NoSuchJob
        return _job(item)

    def newest(self, tenant: str, most: int, after: str = "") -> list[Job]:
        """A tenant's jobs, the newest first; those before the job `after`, where it is given."""
        before = job_key(JobReference(tenant=tenant, job_id=after or _AFTER_ALL_IDS))
        found = self._table.query(
            "tenant = :jobs AND #record < :before",
            {":jobs": before["tenant"], ":before": before["record"]},
            ExpressionAttributeNames={"#record": "record"},
            ScanIndexForward=False,
            Limit=most,
        )
        return [_job(item) for item in islice(found, most)]

    def chunk(self, reference: ChunkReference) -> Chunk:
        """One chunk, else `NoSuchJob`."""
        item = self._table.get(chunk_key(reference))
        if item is None:
            raise NoSuchJob
        return _chunk(reference, item)

    def chunks(self, job: JobReference, first: int, last: int) -> Iterator[Chunk]:
        """A job's chunks from the first to the last, in their order."""
        begin, end = (chunk_key(_reference(job, number)) for number in (first, last))
        found = self._table.query(
            "tenant = :chunks AND #record BETWEEN :first AND :last",
            {":chunks": begin["tenant"], ":first": begin["record"], ":last": end["record"]},
            ExpressionAttributeNames={"#record": "record"},
            ConsistentRead=True,
        )
        return (_chunk(_reference(job, int(item["record"])), item) for item in found)

    def settle(self, chunk: Chunk, outcomes: Mapping[str, Outcome]) -> Chunk:
        """The chunk with these outcomes recorded. Whatever others record meanwhile, an order only comes forward."""
        for _ in range(_ATTEMPTS):
            settled = chunk.settled(outcomes)
            if settled is chunk:
                return settled
            if self._replace(chunk, settled):
                count(OrdersInvoiced=settled.invoiced - chunk.invoiced)
                return settled
            chunk = self.chunk(chunk.reference)
        raise Unavailable

    def stop_numbering(self, job: JobReference) -> bool:
        """From now on the job gives no number any more; false where it is done or does not exist."""
        write = self._table.updating(
            job_key(job), "REMOVE numbering", {}, "attribute_exists(unfinished)", lambda _: JobBegunError()
        )
        try:
            transact([write])
        except JobBegunError:
            return False
        return True

    def end(self, job: JobReference) -> None:
        """The job is done."""
        names = {"#status": "status", "#orders": "orders"}
        update = "SET #status = :done, #orders = if_not_exists(#orders, :none) REMOVE unfinished"
        values = {":done": "DONE", ":none": Decimal(0)}
        transact([self._table.updating(job_key(job), update, values, ExpressionAttributeNames=names)])

    def overdue(self, before: datetime) -> Iterator[JobReference]:
        """Jobs that were created before the moment and are not done, the oldest first, as the index knows them.

        That is without their correlation ids, and it may not have heard yet that one was withdrawn.
        """
        found = self._table.query(
            "unfinished = :job AND createdAt < :before",
            {":job": "job", ":before": timestamp(before)},
            index="unfinished",
        )
        return (JobReference(tenant=tenant_of(item), job_id=item["record"]) for item in found)

    def _replace(self, chunk: Chunk, settled: Chunk) -> bool:
        """Put the chunk in place of what it was; false where another writer was first.

        Where the answer of a write is lost, the next try of it finds itself to have been first: the mark tells.
        """
        mark = {"writtenBy": token_hex(8)}
        if self._table.put(_chunk_item(settled) | mark, "version = :seen", {":seen": Decimal(chunk.version)}):
            return True
        there = self._table.get(chunk_key(chunk.reference)) or {}
        return mark.items() <= there.items()

    def _put_chunks(self, job: JobReference, order_ids: Sequence[str]) -> None:
        """Not over chunks that somebody works on."""

        def put(chunk: Chunk) -> None:
            self._table.put(_chunk_item(chunk), "attribute_not_exists(version) OR version = :new", {":new": Decimal(0)})

        each(put, Chunk.pending(job, order_ids))


def _reference(job: JobReference, number: int) -> ChunkReference:
    return ChunkReference(tenant=job.tenant, job_id=job.job_id, chunk=number)


def _job(item: Mapping[str, Any]) -> Job:
    return Job(
        tenant=tenant_of(item),
        job_id=item["record"],
        job_type=item["jobType"],
        created_at=datetime.fromisoformat(item["createdAt"]),
        status=item["status"],
        orders=int(item["orders"]) if "orders" in item else None,
        correlation_id=item.get("correlationId", ""),
    )


def _chunk_item(chunk: Chunk) -> dict[str, Any]:
    outcomes = zlib.compress(json.dumps([list(asdict(one).values()) for one in chunk.outcomes]))
    return chunk_key(chunk.reference) | {"outcomes": outcomes, "version": Decimal(chunk.version)}


def _chunk(reference: ChunkReference, item: Mapping[str, Any]) -> Chunk:
    outcomes = tuple(Outcome(*one) for one in json.loads(zlib.decompress(item["outcomes"])))
    return Chunk(reference, outcomes, int(item["version"]))
