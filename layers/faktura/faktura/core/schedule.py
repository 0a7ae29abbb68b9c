"""The event of EventBridge Scheduler."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from faktura.core.model import Model


class ScheduledMoment(Model):
    """When the schedule was due. A repeated event has the same moment."""

    due_at: Annotated[datetime, Field(strict=False)]
