"""Socket.IO: clients on one side, faces on the other."""
