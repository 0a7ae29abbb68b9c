"""What the response of a document says about where its values are printed (docs/apis/capture.md)."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from faktura.core.model import NOT_NULL, Model


class BoxBody(Model):
    """A rectangle on a page, in fractions of its width and height, measured from its top left corner."""

    left: Annotated[Decimal, Field(description="Its left edge, as a fraction of the page's width.", examples=[0.7421])]
    top: Annotated[Decimal, Field(description="Its top edge, as a fraction of the page's height.", examples=[0.5125])]
    width: Annotated[Decimal, Field(description="Its width, as a fraction of the page's width.", examples=[0.0873])]
    height: Annotated[Decimal, Field(description="Its height, as a fraction of the page's height.", examples=[0.0138])]


class ReadFieldBody(Model):
    """A value as it is printed in the document."""

    page: Annotated[
        int | None,
        NOT_NULL,
        Field(description="The page, counted from 1; left out for data that no page is known to show.", examples=[1]),
    ] = None
    box: Annotated[
        BoxBody | None, NOT_NULL, Field(description="The place of its words on the page; left out if it is unknown.")
    ] = None
    text: Annotated[
        str,
        Field(
            description="The text as it is printed, or as the e-invoice has it. That of a line may have several rows.",
            examples=["$732.39"],
        ),
    ]
    confidence: Annotated[
        int,
        Field(
            description="How sure the OCR is of the text, or of the line, from 0 to 100 percent; 100 for data.",
            examples=[97],
        ),
    ]
    vouched_for: Annotated[
        bool,
        Field(
            description="True if the document itself confirms the value and nothing in it speaks against it; false if "
            "a person should look at it. A line is confirmed if all lines lead to the total."
        ),
    ]


_Read = Annotated[ReadFieldBody | None, NOT_NULL]


class ReadingBody(Model):
    """What was read from the document and where. Each field is left out if it was not read."""

    invoice_number: Annotated[_Read, Field(description="The number of the invoice.")] = None
    invoice_date: Annotated[_Read, Field(description="The date of the invoice.")] = None
    due_date: Annotated[_Read, Field(description="The date by which it is to be paid.")] = None
    total_amount: Annotated[_Read, Field(description="The total of the invoice.")] = None
    currency: Annotated[
        _Read, Field(description="The amount whose currency it is, with a sign or code if it has one.")
    ] = None
    practice_name: Annotated[_Read, Field(description="The name of the practice.")] = None
    line_items: Annotated[
        list[ReadFieldBody] | None,
        NOT_NULL,
        Field(
            description="The lines, in the order in which they were read. They are left out if they make the response "
            "too large, which takes about a thousand lines."
        ),
    ] = None

    def without_lines(self) -> "ReadingBody":
        """The same without its lines."""
        return ReadingBody.model_validate(self.model_dump(exclude={"line_items"}, exclude_unset=True))
