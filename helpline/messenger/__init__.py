"""Wakes the other nodes at once, over Redis, and counts limits with them: never what there is to see, or who came."""
