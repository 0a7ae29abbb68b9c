"""`make smoke`: checks a deployed stack as its clients see it, and what only AWS can show."""
