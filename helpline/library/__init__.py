"""Holds what is published in memory for `knowledgebase` to search; only `app` and the commands know of it."""
