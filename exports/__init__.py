"""Files that are taken along: made on the server from what the pages show."""
