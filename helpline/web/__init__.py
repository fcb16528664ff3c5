"""HTTP: the pages, log-ins, the child's way out, and what operators look at. Each route states who may ask it."""
