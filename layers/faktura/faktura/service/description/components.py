"""The schemas of the models, under `components`; runs at build time only."""

from collections.abc import Collection
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core.core_schema import DecimalSchema, WithDefaultSchema

_REFERENCE = "#/components/schemas/{model}"


class Components:
    """The schemas of models by name, and how each is referred to."""

    def __init__(self, models: Collection[type[BaseModel]]) -> None:
        ordered = sorted(models, key=lambda model: (model.__name__, model.__module__))
        references, schemas = models_json_schema(
            [(model, "validation") for model in ordered], ref_template=_REFERENCE, schema_generator=_Schemas
        )
        self._references = {model: reference for (model, _), reference in references.items()}
        self.schemas = {name: {**schema, "title": name} for name, schema in schemas.get("$defs", {}).items()}

    def reference(self, model: type[BaseModel]) -> dict[str, Any]:
        """The reference to a model's schema."""
        return dict(self._references[model])


class _Schemas(GenerateJsonSchema):
    """pydantic's schemas, but decimals are JSON numbers, and fields have neither a default nor a title."""

    def decimal_schema(self, _schema: DecimalSchema) -> JsonSchemaValue:
        return {"type": "number", "format": "decimal"}

    def default_schema(self, schema: WithDefaultSchema) -> JsonSchemaValue:
        """Without the default: it is our value for an absent field, often `None`, which a caller may not send."""
        return self.generate_inner(schema["schema"])

    def normalize_name(self, name: str) -> str:
        """Models of one name get their API's name in front: `faktura.cases.schemas.Invoice` is CasesInvoice."""
        first, *inner = name.split(".")
        return inner[0].capitalize() + inner[-1] if first == "faktura" else super().normalize_name(name)

    def field_title_should_be_set(self, _schema: Any) -> bool:
        """pydantic's title for `totalCharged` would be Totalcharged."""
        return False
