"""The output of the demo: colours and progress bars on a terminal, plain lines elsewhere."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.status import Status
from rich.text import Text

_console = Console(highlight=False, markup=False, emoji=False, soft_wrap=True)


def be_quiet() -> None:
    """Print nothing from now on."""
    _console.quiet = True


def part(api: str, caller: str) -> None:
    """Print the heading of an API. `caller` says who calls it and why."""
    _console.print()
    _console.rule(Text(api, style="bold"), align="left", style="dim")
    _console.print(caller, style="italic")


def say(sentence: str) -> None:
    """Print a sentence about the next step or its result."""
    _console.print(f"\n{sentence}")


def called(method: str, path: str, status: int, remark: str) -> None:
    """Print an HTTP call and its answer."""
    _console.print(f"  {method} {path} → ", style="cyan", end="")
    _console.print(str(status), style="bold green", end="")
    _console.print(f"  {remark}", style="dim")


def fact(name: str, value: object, remark: str = "") -> None:
    """Print a fact from an answer."""
    _console.print(f"    {name:<20} {value}", end="  " if remark else "\n")
    if remark:
        _console.print(remark, style="green")


def waiting(what: str) -> Status:
    """A context that shows a spinner while waiting."""
    return _console.status(f"  {what}")


def progress() -> Progress:
    """A context that shows a progress bar for each task."""
    bar = BarColumn(40, complete_style="cyan", finished_style="green")
    return Progress(TextColumn(" "), bar, MofNCompleteColumn(), TextColumn("{task.description}"), console=_console)


def end(farewell: str) -> None:
    """Print the last line."""
    _console.print()
    _console.rule(style="dim")
    _console.print(farewell, style="bold")
