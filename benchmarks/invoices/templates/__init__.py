"""The templates, by name."""

from benchmarks.invoices.template import Template
from benchmarks.invoices.templates import american, british, french, german, pacific, southern, tills

TEMPLATES: dict[str, Template] = {
    template.name: template
    for module in (american, british, pacific, german, french, southern, tills)
    for template in module.TEMPLATES
}
