"""The telephone: a line over a real PBX, and one without."""
