"""Code under the CPU that Lambda gives it, against an AWS that answers fast but not at once."""
