"""Pictures of every page of the console, taken from the running product (`make screenshots`)."""
