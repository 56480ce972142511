"""Mutants that no test can notice, each with the argument why: they are not drawn."""

# file, the line (or the first of the lines) before, the same after, why nobody can tell the difference
EQUIVALENT = [
    ("src/platform.cpp", "if (handle < 0 || clock_gettime(static_cast<clockid_t>(~handle), &done) != 0) return std::nullopt;",
     "if (handle < 1 || clock_gettime(static_cast<clockid_t>(~handle), &done) != 0) return std::nullopt;",
     "the clock of a thread is ~(8 * number) with flags below: as a handle at least 8"),
]
KNOWN = {(file, old, new): why for file, old, new, why in EQUIVALENT}


def argument(mutant, source):
    return KNOWN.get((mutant.file, *mutant.lines(source)))
