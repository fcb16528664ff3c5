"""The telephone under load: a real Asterisk, the server as it is run, children of sipp and volunteers with desks."""
