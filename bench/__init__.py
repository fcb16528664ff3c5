"""Benchmarks: the platform beside a bare relay, in one run, as ratios. `make bench` writes the table."""
