"""The cost on AWS of a thousand calls of each kind, from list prices and the resources that the sample events use.

An estimate: calls, capacity units and memory are those of the samples, durations are assumed. Storage, data transfer,
free tiers and the fixed costs of a stack are left out.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.support.architecture.samples import Run
from tests.support.architecture.template import logical_id, written
from tests.support.faults.calls import Call

PRICES: Mapping[str, float] = {
    "API Gateway request": 3.50e-6,
    "Lambda request": 0.20e-6,
    "Lambda GB-second (arm64)": 13.3334e-6,
    "Lambda snapshot, GB-second": 1.5046e-6,
    "Lambda snapshot, GB restored": 139.7998e-6,
    "DynamoDB write unit": 0.625e-6,
    "DynamoDB read unit": 0.125e-6,
    "S3 PUT": 5.0e-6,
    "S3 GET": 0.4e-6,
    "SQS request": 0.40e-6,
    "Step Functions transition": 25.0e-6,
    "Textract page (AnalyzeExpense)": 10_000e-6,
    "KMS signature": 15.0e-6,
    "KMS request": 3.0e-6,
    "CloudWatch Logs byte": 0.50e-9,
    "X-Ray trace": 5.0e-6,
}
"""US dollars each: list prices of us-east-1, first tier, as AWS published them in 2025."""

MILLISECONDS, MILLISECONDS_A_CALL = 5, 6
"""What a warm function takes by itself, and for each AWS call; they are made one after another."""

WORKING_MILLISECONDS: Mapping[str, int] = {
    "billing.download_invoice": 60,
    "jobs.render_chunk": 60,
    "capture.process_invoice": 3000,
    "capture.read_upload": 3000,
    "capture.deliver_webhook": 200,
    "cases.find_invoices": 20,
}
"""Besides: drawing a PDF, waiting for Textract, waiting for the receiver, sorting what was found."""

LOG_BYTES = 1500
"""Lambda's two lines of a call, one of ours, and the gateway's."""

TRACED = 0.05
"""The share of calls that X-Ray's default rule records."""


_ONCE = ("GetPublicKey",)
"""Operations that a function calls once in its environment's life."""


@dataclass(frozen=True)
class Kind:
    """One kind of work: the functions that run for it, and the workflow states and other S3 PUTs that it takes."""

    name: str
    functions: Sequence[str]
    transitions: int = 0
    puts: int = 0


KINDS = (
    Kind("A token", ["access.issue_token"]),
    Kind("An invoice pushed and stored", ["pims.upsert_invoices", "pims.store_invoices"]),
    Kind("A pushed invoice looked up", ["capture.find_invoice"]),
    Kind("A page read while the caller waits", ["capture.process_invoice"]),
    Kind(
        "A page uploaded and read, its state asked for",
        ["capture.start_upload", "capture.read_upload", "capture.get_request"],
        puts=1,
    ),
    Kind("An attempt of a webhook", ["capture.deliver_webhook"], transitions=3),
    Kind("An office's invoice created", ["billing.create_invoice"]),
    Kind("An office's invoice read", ["billing.get_invoice"]),
    Kind("A payment recorded", ["billing.create_payment"]),
    Kind("An invoice's PDF", ["billing.download_invoice"]),
    Kind("An order stored", ["jobs.put_order"]),
    Kind(
        "A job of one order",
        ["jobs.create_job", "jobs.select_orders", "jobs.number_chunk", "jobs.render_chunk", "jobs.finish_job"],
        transitions=7,
    ),
    Kind("The heads of two journals signed", ["audit.sign_heads"]),
    Kind("Two invoices reported on a case", ["cases.upsert_invoices"]),
    Kind("A find among a provider's invoices", ["cases.find_invoices"]),
)


@dataclass(frozen=True)
class Cost:
    """A kind's row: AWS calls, write and read units, milliseconds of Lambda, and US dollars for a thousand."""

    kind: str
    calls: int
    writes: float
    reads: float
    milliseconds: int
    dollars: float

    def row(self) -> str:
        """The row as docs/operations.md has it."""
        figures = [str(self.calls), f"{self.writes:g}", f"{self.reads:g}", str(self.milliseconds)]
        return f"| {self.kind} | {' | '.join([*figures, in_dollars(self.dollars)])} |"


def in_dollars(dollars: float) -> str:
    """Two significant digits: the assumptions allow no more."""
    return f"{float(f'{dollars:.2g}'):.4f}".rstrip("0").rstrip(".")


def cost_of(kind: Kind, run: Callable[[str], Run]) -> Cost:
    """The cost of a thousand of this kind; `run` runs a function's sample."""
    used: dict[str, float] = defaultdict(float)
    used["Step Functions transition"], used["S3 PUT"] = kind.transitions, kind.puts
    calls = milliseconds = 0
    for function in kind.functions:
        sample = run(function)
        made = [call for call in sample.calls if call.url and call.operation not in _ONCE]
        took = MILLISECONDS + MILLISECONDS_A_CALL * len(made) + WORKING_MILLISECONDS.get(function, 0)
        calls, milliseconds = calls + len(made), milliseconds + took
        for thing, count in [*_of_function(function, took), *_of_calls(made)]:
            used[thing] += count
        used["DynamoDB write unit"] += sum(one.write for one in sample.consumed)
        used["DynamoDB read unit"] += sum(one.read for one in sample.consumed)
    dollars = 1000 * sum(PRICES[thing] * count for thing, count in used.items())
    return Cost(kind.name, calls, used["DynamoDB write unit"], used["DynamoDB read unit"], milliseconds, dollars)


def _of_function(function: str, milliseconds: int) -> Iterator[tuple[str, float]]:
    """One call of the function; those that have a path are called through API Gateway."""
    properties = written()["Resources"][logical_id(function)]["Properties"]
    gigabytes = properties.get("MemorySize", written()["Globals"]["Function"]["MemorySize"]) / 1024
    yield "Lambda request", 1
    yield "Lambda GB-second (arm64)", gigabytes * milliseconds / 1000
    yield "CloudWatch Logs byte", LOG_BYTES
    if any(event["Type"] == "Api" for event in properties.get("Events", {}).values()):
        yield "API Gateway request", 1
        yield "X-Ray trace", TRACED


def _of_calls(calls: Sequence[Call]) -> Iterator[tuple[str, float]]:
    """DynamoDB's are counted in units; a message is received and deleted too; starting an execution is free."""
    for call in calls:
        match call.service, call.operation:
            case "s3", "PutObject" | "CopyObject" | "ListObjectsV2":  # a list costs as much as a PUT
                yield "S3 PUT", 1
            case "s3", _:
                yield "S3 GET", 1
            case "sqs", "SendMessage":
                yield "SQS request", 3
            case "kms", "Sign":
                yield "KMS signature", 1
            case "kms", _:
                yield "KMS request", 1
            case "textract", _:
                yield "Textract page (AnalyzeExpense)", 1
            case "dynamodb" | "stepfunctions" | "states", _:
                pass
            case _:
                raise LookupError(f"{call} is new: say here what it costs")
