"""The office's pages about days, visits and customers."""
