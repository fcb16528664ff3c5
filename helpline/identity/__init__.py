"""Turns identifiers into pseudonyms; the only package that can read the identifier keys. The desk never imports it."""
