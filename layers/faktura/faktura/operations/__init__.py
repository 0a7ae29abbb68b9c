"""The operator's commands that span the APIs. They may import every package, and no package imports them."""
