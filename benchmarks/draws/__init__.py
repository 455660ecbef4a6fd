"""Draws of the whole model beside the same model in C, in PySD and in Squiggle: ``python -m benchmarks.draws``."""
