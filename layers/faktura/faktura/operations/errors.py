"""Why a command of the operator cannot be carried out.

OperationRefused
├── NoSuchStack       there is no stack with this name, or it has no such resource
├── NoSuchTenant      what is given names no kind of tenant
├── CannotExport      the folder holds something else
└── CannotErase       what is given names no customer of this tenant
"""


class OperationRefused(Exception):
    """The command ends without success. The message is for the operator."""


class NoSuchStack(OperationRefused):
    """There is no stack with this name, or it has no such resource."""


class NoSuchTenant(OperationRefused):
    """What is given names no kind of tenant."""


class CannotExport(OperationRefused):
    """The folder holds something else."""


class CannotErase(OperationRefused):
    """What is given names no customer of this tenant."""
