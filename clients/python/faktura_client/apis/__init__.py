"""The methods of each API. This folder is generated: `make client`."""
