"""Speed as ratios: every figure stands against a reference that is measured in the same run.

``python -m benchmarks`` prints the table and writes ``benchmarks/results.json``; ``--profile`` says where the time of a
rerun of Results goes. See ``benchmarks/README.md``.
"""
