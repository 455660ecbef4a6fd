"""The model of what a community is worth: pure functions over numbers and numpy arrays.

Nothing here knows of pages, files (but for the starting points, read once), clocks or state. Read in this order:
`assumption` and `quantity` say what the parts are; `company`, `community`, `costs` and `teams/` declare them;
`model` puts them together and runs the months (`steps` writes a month out as array operations); `finance` and
`flywheel` turn months into money and effects; `scenario` is what a user edits, and `evaluation.evaluate` answers it.
"""

MODEL_VERSION = "1.0.0"
