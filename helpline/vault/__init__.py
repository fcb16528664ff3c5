"""Seals what people wrote: a key for each conversation, wrapped by a key for each day; forgets by deleting days."""
