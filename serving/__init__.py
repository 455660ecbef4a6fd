"""Answers of the server that are not pages: the first second of a share link, its picture, readiness, logs."""
