"""Queues, buckets, state machines and schedules on the running small stack."""

import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pytest
import urllib3

from local import queues
from local.environment import Answer
from local.stack import QueueSubscription
from tests.support.local.stacks import Served, eventually, served_small


def received(stack: Served, queue: str, wait: int = 1) -> list[str]:
    """The bodies of up to ten waiting messages, which are deleted."""
    sqs = stack.client("sqs")
    url = stack.queue(queue)
    messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=wait).get("Messages", [])
    for message in messages:
        sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    return [message["Body"] for message in messages]


def ended(stack: Served, execution: str) -> dict[str, Any]:
    machines = stack.client("stepfunctions")

    def over() -> Any:
        described = machines.describe_execution(executionArn=execution)
        return described if described["status"] != "RUNNING" else None

    found: dict[str, Any] = eventually(over)
    return found


def executed(stack: Served, machine: str = "Machine", **event: Any) -> dict[str, Any]:
    started = stack.client("stepfunctions").start_execution(
        stateMachineArn=stack.physical(machine), input=json.dumps(event)
    )
    return ended(stack, started["executionArn"])


def test_a_poison_message_ends_in_the_dead_letter_queue_and_the_rest_of_its_batch_does_not(small: Served) -> None:
    sqs, url = small.client("sqs"), small.queue("Queue")
    bodies = [f"message {number}" for number in range(9)] + ["poison"]

    for body in bodies:
        sqs.send_message(QueueUrl=url, MessageBody=body)

    dead = eventually(lambda: received(small, "LeftoverQueue"))
    left = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert dead == ["poison"]
    assert (left["ApproximateNumberOfMessages"], left["ApproximateNumberOfMessagesNotVisible"]) == ("0", "0")


def test_the_queue_gets_one_test_event_and_then_a_notification_of_the_upload(small: Served) -> None:
    s3, bucket = small.client("s3"), small.physical("Bucket")
    post = s3.generate_presigned_post(bucket, "in/${filename}")
    fields = {**post["fields"], "file": ("scan.pdf", b"%PDF-" + bytes(9_000_000))}

    status = urllib3.request("POST", post["url"], fields=fields).status
    refused = urllib3.request("POST", post["url"], fields={"acl": "public-read", **fields}).status
    s3.put_object(Bucket=bucket, Key="elsewhere/scan.pdf", Body=b"")

    events = [json.loads(body) for _ in range(3) for body in received(small, "KeptQueue", wait=0)]
    shown = [
        (record["eventName"], unquote_plus(record["s3"]["object"]["key"]), record["s3"]["object"]["size"])
        for event in events
        for record in event.get("Records", [])
    ]
    assert (status, refused, [event.get("Event") for event in events]) == (204, 403, ["s3:TestEvent", None])
    assert shown == [("ObjectCreated:Post", "in/scan.pdf", 9_000_005)]


def test_no_message_is_lost_or_doubled_under_threads(small: Served) -> None:
    sqs, url = small.client("sqs"), small.queue("KeptQueue")
    sent = {f"{sender}-{number}" for sender in range(4) for number in range(25)}
    taken: list[str] = []

    def send(sender: int) -> None:
        for number in range(25):
            sqs.send_message(QueueUrl=url, MessageBody=f"{sender}-{number}")

    def take() -> None:
        while bodies := received(small, "KeptQueue", wait=2):
            taken.extend(body for body in bodies if body in sent)

    workers = [threading.Thread(target=send, args=(sender,)) for sender in range(4)]
    workers += [threading.Thread(target=take) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(taken) == sorted(sent)


@pytest.mark.parametrize("most", [2, 4])
def test_the_event_source_limits_how_many_messages_are_processed_at_once(
    small: Served, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queues, "_POLL_SECONDS", 1)
    sqs, name = small.client("sqs"), f"crowded-{most}"
    url = sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "60"})["QueueUrl"]
    together, ended, lock = threading.Barrier(most), threading.Event(), threading.Lock()
    at_work: list[str] = []
    crowds: list[int] = []
    handled: list[str] = []

    def invoke(_: str, event: bytes) -> Answer:
        body = json.loads(event)["Records"][0]["body"]
        with lock:
            at_work.append(body)
            crowds.append(len(at_work))
        together.wait(30)  # nobody goes on before so many are here
        with lock:
            at_work.remove(body)
            handled.append(body)
        return Answer(b"null")

    bodies = [str(number) for number in range(3 * most)]
    for body in bodies:
        sqs.send_message(QueueUrl=url, MessageBody=body)
    arn = f"arn:aws:sqs:us-east-1:123456789012:{name}"
    queues.poll([QueueSubscription("Queue", "Any", arn, 1, 0, most, reports_failures=True)], sqs, invoke, ended)
    eventually(lambda: len(handled) == len(bodies), 60)
    ended.set()

    assert (sorted(handled), max(crowds)) == (sorted(bodies), most)


def test_two_tasks_run_in_the_real_functions(small: Served) -> None:
    execution = executed(small, do="greet")

    output = json.loads(execution["output"])

    assert execution["status"] == "SUCCEEDED"
    assert output == {"do": "greet", "started": execution["executionArn"], "greeting": "hello"}


def test_a_tasks_exception_is_the_executions_error(small: Served) -> None:
    execution = executed(small, do="fail")

    error = (execution["status"], execution["error"], json.loads(execution["cause"])["errorMessage"])

    assert error == ("FAILED", "ValueError", "as asked")


def test_a_state_machine_waits_and_chooses_by_its_input(small: Served) -> None:
    execution = executed(small, "WaitingMachine", then="wait", seconds=2, afterwards="end")

    waited = (execution["stopDate"] - execution["startDate"]).total_seconds()

    assert (execution["status"], json.loads(execution["output"])["greeting"]) == ("SUCCEEDED", "hello")
    assert waited >= 2


def test_a_machine_fails_with_the_error_of_its_fail_state(small: Served) -> None:
    execution = executed(small, "WaitingMachine", then="wait", seconds=0, afterwards="fail now")

    error = (execution["status"], execution["error"], execution["cause"])

    assert error == ("FAILED", "Given.Up", "as asked")


def test_a_machine_may_write_to_a_bucket_itself(small: Served) -> None:
    bucket, machines = small.physical("Bucket"), small.client("stepfunctions")
    put = {"Bucket": bucket, "Key": "by-machine", "Body": "done"}
    state = {"Type": "Task", "Resource": "arn:aws:states:::aws-sdk:s3:putObject", "Parameters": put, "End": True}
    machine = machines.create_state_machine(
        name="putting",
        definition=json.dumps({"StartAt": "Put", "States": {"Put": state}}),
        roleArn="arn:aws:iam::123456789012:role/any",
    )

    execution = ended(small, machines.start_execution(stateMachineArn=machine["stateMachineArn"])["executionArn"])

    assert (execution["status"], execution.get("cause")) == ("SUCCEEDED", None)
    assert small.client("s3").get_object(Bucket=bucket, Key="by-machine")["Body"].read() == b"done"


def test_the_running_s3_accepts_nothing_unsigned_at_its_port(small: Served) -> None:
    bucket = f"{small.aws_url}/{small.physical('Bucket')}"
    asked = [("GET", ""), ("PUT", "/a"), ("GET", "/a?x=Signature="), ("OPTIONS", "/a")]

    statuses = [urllib3.request(method, bucket + path).status for method, path in asked]
    urlencoded = {"Content-Type": "application/x-www-form-urlencoded"}
    posted = urllib3.request("POST", bucket, body=b"key=a&file=1", headers=urlencoded).status
    internal = urllib3.request("GET", f"{small.aws_url}/moto-api/").status

    assert (statuses, posted, internal) == ([403, 403, 403, 200], 412, 200)


@pytest.fixture
def due_soon(tmp_path: Path) -> Iterator[Served]:
    """A small stack whose schedule is due soon after its start."""
    moment = datetime.now(UTC) + timedelta(seconds=30)
    with served_small(tmp_path, moment.strftime("%Y-%m-%dT%H:%M:%S")) as stack:
        yield stack


def test_a_due_schedule_starts_its_state_machine_once(due_soon: Served) -> None:
    machines, machine = due_soon.client("stepfunctions"), due_soon.physical("Machine")

    executions = eventually(lambda: machines.list_executions(stateMachineArn=machine)["executions"], 90)

    assert len(executions) == 1
    assert json.loads(ended(due_soon, executions[0]["executionArn"])["output"])["greeting"] == "hello"
