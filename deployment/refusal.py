"""The one error of this package."""


class Refusal(Exception):
    """What stands in the way of a deployment, in a sentence for the operator."""
