"""Socket.IO over websocket and long-polling, hardened and quick; it knows nothing of conversations."""
