"""The base of all models of the API."""

from typing import Any, Self

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic.alias_generators import to_camel

from faktura_client.exact_json import refuse_floats


class Model(BaseModel):
    """A body of the API: `snake_case` in Python, the API's own names in JSON. It cannot be changed, only copied.

    Amounts are `Decimal`. A `float` is refused, also within a free field: it would be rounded already.
    """

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        frozen=True,
        defer_build=True,  # a model is built when it is first used: a program uses few of them
        hide_input_in_errors=True,
        protected_namespaces=(),
    )

    @model_validator(mode="before")
    @classmethod
    def _is_exact(cls, values: Any) -> Any:
        return refuse_floats(values)

    def with_changes(self, **changes: Any) -> Self:
        """A copy with other values, which are checked as those of a new model are."""
        set_values = {name: value for name, value in self if name in self.model_fields_set}
        return type(self).model_validate({**set_values, **changes})
