"""Wakes the other nodes at once, over Redis: where to look again, and never what there is to see."""
