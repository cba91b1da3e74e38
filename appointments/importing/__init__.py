"""Bringing in what a company has: files read, rows understood, batches written; tells nobody."""
