"""The recordings of the telephone: their files, the voice of the machine, and what is made of an upload."""
