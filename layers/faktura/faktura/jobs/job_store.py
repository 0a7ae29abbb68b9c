"""Jobs and their chunks."""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from itertools import islice
from secrets import token_hex
from typing import Any

from faktura.core import json
from faktura.core.clock import timestamp
from faktura.core.dynamo import Write, WriteConflict, retry_on_conflict, transact
from faktura.core.observability import count
from faktura.core.parallel import each
from faktura.jobs.chunk import CHUNK_SIZE, Chunk, ChunkReference
from faktura.jobs.errors import JobEnded, JobExists, JobStarted, NoSuchJob
from faktura.jobs.job import JOB_ID, Job, JobReference
from faktura.jobs.keys import chunk_key, job_key, tenant_of
from faktura.jobs.outcome import OrderStatus, Outcome
from faktura.jobs.table_store import TableStore

_AFTER_ALL_IDS = "~"


class JobStore(TableStore):
    """A tenant's jobs."""

    def create(self, job: Job, order_ids: Sequence[str] = (), extra_writes: Sequence[Write] = ()) -> None:
        """Store the job after its chunks, so that it never shows only some of its orders; `JobExists` if it is stored.

        `extra_writes` commit with the job.
        """
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
        new = self._table.putting(item, "attribute_not_exists(tenant)", otherwise=lambda _: JobExists())
        transact([new, *extra_writes])

    def withdraw(self, job: JobReference, extra_writes: Sequence[Write]) -> None:
        """Delete a job whose execution could not be started; `JobStarted` if it has begun after all."""
        not_begun = "attribute_exists(tenant) AND attribute_not_exists(begun)"
        transact([self._table.deleting(job_key(job), not_begun, otherwise=lambda _: JobStarted()), *extra_writes])

    def open(self, job: JobReference) -> Job | None:
        """Record that the job has begun, so that it cannot be withdrawn; the job, or `None` if it was withdrawn."""
        begin = self._table.updating(
            job_key(job), "SET begun = :yes", {":yes": True}, "attribute_exists(tenant)", lambda _: NoSuchJob()
        )
        try:
            transact([begin])
        except NoSuchJob:
            return None
        return self.get(job)

    def select(self, job: JobReference, order_ids: Sequence[str]) -> None:
        """Give an AUTOMATIC job its orders. A second call changes nothing once a task has worked on them."""
        self._put_chunks(job, order_ids)
        values = {":orders": Decimal(len(order_ids))}
        transact([self._table.updating(job_key(job), "SET orders = :orders", values, "attribute_exists(tenant)")])

    def get(self, job: JobReference) -> Job:
        """The job, or `NoSuchJob`."""
        item = self._table.get(job_key(job)) if JOB_ID.fullmatch(job.job_id) else None
        if item is None:
            raise NoSuchJob
        return _job(item)

    def newest(self, tenant: str, limit: int, before: str = "") -> list[Job]:
        """A tenant's jobs, the newest first; with `before`, those that are older than this job."""
        key = job_key(JobReference(tenant=tenant, job_id=before or _AFTER_ALL_IDS))
        found = self._table.query(
            "tenant = :jobs AND #record < :before",
            {":jobs": key["tenant"], ":before": key["record"]},
            ExpressionAttributeNames={"#record": "record"},
            ScanIndexForward=False,
            Limit=limit,
        )
        return [_job(item) for item in islice(found, limit)]

    def outcomes(self, job: JobReference, orders: range) -> list[Outcome]:
        """The outcomes of the orders at these positions, which are counted from 0."""
        if not orders:
            return []
        chunks = self.chunks(job, orders[0] // CHUNK_SIZE, orders[-1] // CHUNK_SIZE)
        found = [outcome for chunk in chunks for outcome in chunk.outcomes]
        return found[orders[0] % CHUNK_SIZE :][: len(orders)]

    def chunk(self, reference: ChunkReference) -> Chunk:
        """One chunk, or `NoSuchJob`."""
        item = self._table.get(chunk_key(reference))
        if item is None:
            raise NoSuchJob
        return _chunk(reference, item)

    def chunks(self, job: JobReference, first: int, last: int) -> Iterator[Chunk]:
        """A job's chunks from the first to the last, in order."""
        begin, end = (chunk_key(_reference(job, number)) for number in (first, last))
        found = self._table.query(
            "tenant = :chunks AND #record BETWEEN :first AND :last",
            {":chunks": begin["tenant"], ":first": begin["record"], ":last": end["record"]},
            ExpressionAttributeNames={"#record": "record"},
            ConsistentRead=True,
        )
        return (_chunk(_reference(job, int(item["record"])), item) for item in found)

    def record(self, chunk: Chunk, outcomes: Mapping[str, Outcome]) -> Chunk:
        """The chunk with these outcomes recorded; those that other writers record at the same time are kept."""
        latest = chunk

        def write() -> Chunk:
            nonlocal latest
            changed = latest.with_outcomes(outcomes)
            if changed is latest:
                return latest
            if not self._replace(latest, changed):
                latest = self.chunk(latest.reference)
                raise WriteConflict
            count(OrdersInvoiced=changed.success_count - latest.success_count)
            return changed

        return retry_on_conflict(write)

    def stop_numbering(self, job: JobReference) -> bool:
        """Stop the job from assigning numbers; false if it is done or does not exist."""
        write = self._table.updating(
            job_key(job), "REMOVE numbering", {}, "attribute_exists(unfinished)", lambda _: JobEnded()
        )
        try:
            transact([write])
        except JobEnded:
            return False
        return True

    def end(self, job: JobReference) -> None:
        """Mark the job as done."""
        names = {"#status": "status", "#orders": "orders"}
        update = "SET #status = :done, #orders = if_not_exists(#orders, :none) REMOVE unfinished"
        values = {":done": "DONE", ":none": Decimal(0)}
        transact([self._table.updating(job_key(job), update, values, ExpressionAttributeNames=names)])

    def overdue(self, before: datetime) -> Iterator[JobReference]:
        """Jobs that were created before the moment and are not done, the oldest first, from the index.

        The index has no correlation ids, and may still show a job that was just withdrawn.
        """
        found = self._table.query(
            "unfinished = :job AND createdAt < :before",
            {":job": "job", ":before": timestamp(before)},
            index="unfinished",
        )
        return (JobReference(tenant=tenant_of(item), job_id=item["record"]) for item in found)

    def _replace(self, chunk: Chunk, changed: Chunk) -> bool:
        """Write the changed chunk in place of the one that was read; false if another writer was first.

        If the response is lost, botocore repeats the write and finds its own version, which `writtenBy` shows.
        """
        mark = {"writtenBy": token_hex(8)}
        if self._table.put(_chunk_item(changed) | mark, "version = :seen", {":seen": Decimal(chunk.version)}):
            return True
        found = self._table.get(chunk_key(chunk.reference)) or {}
        return mark.items() <= found.items()

    def _put_chunks(self, job: JobReference, order_ids: Sequence[str]) -> None:
        """Store new chunks, but never over chunks that a task has changed."""

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
    """The versions of the PDFs lie beside the outcomes: the former release takes outcomes of four values only.

    It drops the versions when it records an outcome. The links of those PDFs then name no version (docs/operations.md).
    """
    outcomes = [(one.order_id, one.status, one.message, one.number) for one in chunk.outcomes]
    versions = [one.pdf_version for one in chunk.outcomes]
    item = {"outcomes": _packed(outcomes), "version": Decimal(chunk.version)}
    return chunk_key(chunk.reference) | item | ({"pdfVersions": _packed(versions)} if any(versions) else {})


def _chunk(reference: ChunkReference, item: Mapping[str, Any]) -> Chunk:
    """An outcome may have its version as a fifth value, as some releases wrote it. Further values are not read."""
    found = _unpacked(item["outcomes"])
    versions = _unpacked(item["pdfVersions"]) if "pdfVersions" in item else [""] * len(found)
    outcomes = tuple(_outcome(version, *one) for one, version in zip(found, versions, strict=True))
    return Chunk(reference, outcomes, int(item["version"]))


def _outcome(version: str, order_id: str, status: OrderStatus, message: str, number: str, *further: str) -> Outcome:
    return Outcome(order_id, status, message, number, version or "".join(further[:1]))


def _packed(value: Sequence[Any]) -> bytes:
    return zlib.compress(json.dumps(value))


def _unpacked(packed: bytes) -> Any:
    return json.loads(zlib.decompress(packed))
