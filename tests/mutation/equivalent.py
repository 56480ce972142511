"""Mutants that no test can notice, each with the argument why: they are not drawn."""

# file, the line (or the first of the lines) before, the same after, why nobody can tell the difference
EQUIVALENT = [
]
KNOWN = {(file, old, new): why for file, old, new, why in EQUIVALENT}


def argument(mutant, source):
    return KNOWN.get((mutant.file, *mutant.lines(source)))
