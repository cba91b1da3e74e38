"""Faults put into real processes, and what became of every text."""
