"""The error of this package."""


class DeploymentError(Exception):
    """The deployment cannot go on. The text tells the operator why, in a sentence."""
