"""One round: a stack with faults, mixed traffic for some seconds, then the audit."""

import os
import signal
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random
from threading import Event

import requests

from tests.support.endurance.background import await_quietly, repeating
from tests.support.endurance.billing import BillingTraffic
from tests.support.endurance.faults import CONTROL
from tests.support.endurance.insurers import InsurerTraffic
from tests.support.endurance.items import waiting
from tests.support.endurance.memory import resident, runtimes, watching
from tests.support.endurance.orphans import orphans
from tests.support.endurance.practices import PracticeTraffic
from tests.support.endurance.shops import ShopTraffic
from tests.support.endurance.workshops import WorkshopTraffic
from tests.support.endurance.world import Traffic, World
from tests.support.local.stacks import Served, served
from tests.support.receivers import OK, http, receiving

_KILL_SECONDS, _RECEIVER_FAILS = 10.0, 0.1
_MIN_STEPS = 12
_PARAMETERS = ("SweepSchedule=rate(1 minute)", "JobSchedule=rate(1 minute)", "WebhookPace=0.01")
QUEUES = ("PimsQueue", "CaptureUploadQueue")
DEAD_LETTERS = ("PimsDeadLetterQueue", "CaptureUploadDeadLetterQueue", "FailedEventQueue")


@dataclass
class Outcome:
    """What a round did, and what its audit found. An empty `findings` is a clean audit.

    `rest_seconds` is how long work went on after the faults. `memory` is the growth of each function in MB a minute,
    and the minutes seen: few in one round, so whoever runs several judges them together. `stack_memory` is that of the
    stack's own process in MB, before and after.
    """

    seed: int
    seconds: float
    answers: dict[str, int] = field(default_factory=dict)
    faults: dict[str, int] = field(default_factory=dict)
    kills: int = 0
    rest_seconds: float = 0
    memory: dict[str, tuple[float, float]] = field(default_factory=dict)
    stack_memory: tuple[float, float] = (0, 0)
    findings: list[str] = field(default_factory=list)


@contextmanager
def faulty(seed: int, rate: float, folder: Path) -> Iterator[Served]:
    """A stack with faults."""
    program = ["-m", "tests.support.endurance.faulty_stack", str(seed), str(rate), *_PARAMETERS]
    with served(program, folder) as stack:
        yield stack


def mixed(world: World) -> list[Traffic]:
    """The traffic of all APIs."""
    return [
        *(BillingTraffic(world, f"office{n}") for n in range(2)),
        PracticeTraffic(world, "practice"),
        ShopTraffic(world, "shop"),
        InsurerTraffic(world, "insurer"),
        WorkshopTraffic(world, "workshop"),
    ]


def drive(world: World, traffic: Sequence[Traffic], seconds: float) -> Outcome:
    """Play the traffic among faults and kills for so long, then end the faults and wait for all work."""
    stack, over = world.stack, Event()
    begin = resident(stack.process.pid)
    threads = ThreadPoolExecutor(len(traffic))
    with killing(stack, world.chance("kills")) as kills, watching(stack) as watch, threads:
        played = [threads.submit(_play, one, over) for one in traffic]
        wait(played, timeout=seconds, return_when=FIRST_EXCEPTION)
        over.set()
    ended = time.monotonic()
    faults = requests.delete(stack.aws_url + CONTROL, timeout=120).json()
    for one in traffic:
        one.settle()
    for queue in QUEUES:
        await_quietly(lambda queue=queue: not waiting(stack, queue), seconds=120)
    memory = watch.by_function()
    return Outcome(
        world.seed,
        seconds,
        dict(sorted(world.tally.answers.items())),
        faults,
        len(kills),
        round(time.monotonic() - ended),
        {name: (round(one.rate, 3), round(one.minutes, 1)) for name, one in sorted(memory.items()) if one.minutes},
        (round(begin, 1), round(resident(stack.process.pid), 1)),
        [f"a client gave up: {fault}" for one in played if (fault := one.exception())],
    )


def audited(world: World, traffic: Sequence[Traffic]) -> list[str]:
    """Everything that is wrong: what clients saw, what the books say, and what lies about."""
    found = [*world.tally.findings, *(finding for one in traffic for finding in one.findings())]
    return [*found, *orphans(world.stack), *left_over(world.stack)]


def left_over(stack: Served) -> list[str]:
    """The queues that are not empty."""
    counts = {queue: waiting(stack, queue) for queue in (*QUEUES, *DEAD_LETTERS)}
    return [f"{queue} has {count} messages" for queue, count in counts.items() if count]


@contextmanager
def killing(stack: Served, chance: Random) -> Iterator[list[int]]:
    """Kill a process of a function of this stack every few seconds; the killed ones."""
    killed = list[int]()

    def kill_one() -> None:
        if running := runtimes(stack):
            with suppress(ProcessLookupError):
                os.kill(victim := chance.choice(running), signal.SIGKILL)
                killed.append(victim)

    with repeating(kill_one, lambda: chance.uniform(0.5, 1.5) * _KILL_SECONDS):
        yield killed


def run(seed: int, seconds: float, folder: Path, rate: float = 3) -> Outcome:
    """A whole round on a stack of its own."""
    with faulty(seed, rate, folder) as stack, receiving(*receiver_answers(seed)) as receiver:
        world = World(stack, seed, receiver)
        traffic = mixed(world)
        outcome = drive(world, traffic, seconds)
        outcome.findings += audited(world, traffic)
    return outcome


def receiver_answers(seed: int) -> list[bytes]:
    """What the receiver of webhooks answers: an error now and then, and in the end always OK."""
    chance = Random(seed)
    return [*(http(500) if chance.random() < _RECEIVER_FAILS else OK for _ in range(1_000)), OK]


def _play(traffic: Traffic, over: Event) -> None:
    """Take steps until the time is over, and a few even on a machine that is slow."""
    for step in count():
        if over.is_set() and step >= _MIN_STEPS:
            return
        traffic.step()
