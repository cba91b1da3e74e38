"""Measurements on real processes of this machine: `make bench`."""
