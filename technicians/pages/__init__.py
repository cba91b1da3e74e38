"""The pages about technicians: the office's, their own, and the photo's; services do the work."""
