"""Why a command of the operator cannot be carried out.

OperationRefused
├── NoSuchStack       there is no stack with this name, or it has no such resource
├── NotStopped        the stack still works, so what is restored could change meanwhile
├── StillRunning      work has not ended in time; the command may be repeated
├── CannotRestore     the table, the moment or the scope cannot be restored
└── BooksDiffer       the restored books would not be right, so nothing is written
├── NoSuchTenant      what is given names no kind of tenant
├── CannotExport      the folder holds something else
└── CannotErase       what is given names no customer of this tenant
"""


class OperationRefused(Exception):
    """The command ends without success. The message is for the operator."""


class NoSuchStack(OperationRefused):
    """There is no stack with this name, or it has no such resource."""


class NotStopped(OperationRefused):
    """The stack is not stopped."""


class StillRunning(OperationRefused):
    """Work has not ended in time."""


class CannotRestore(OperationRefused):
    """The table, the moment or the scope cannot be restored."""


class BooksDiffer(OperationRefused):
    """The restored books would not be right."""


class NoSuchTenant(OperationRefused):
    """What is given names no kind of tenant."""


class CannotExport(OperationRefused):
    """The folder holds something else."""


class CannotErase(OperationRefused):
    """What is given names no customer of this tenant."""
