"""The rules of the helpline, without I/O: time comes in as `now`."""
