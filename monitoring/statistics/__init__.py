"""Figures of a period: read from the sums, joined with the rules."""
