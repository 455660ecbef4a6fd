"""What is shown of a result: figures declared once, the sentence's facts, and why each figure is what it is.

Pages, exports and the command line show figures by id from here, so that a label, a unit or a formula is written once.
"""
