"""Running code with the CPU that Lambda gives it, against a quick stand-in for AWS."""
