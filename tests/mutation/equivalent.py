"""Mutants that no test can notice, each with the argument why: they are not drawn."""

# file, the line (or the first of the lines) before, the same after, why nobody can tell the difference
EQUIVALENT = [
    ("src/machine/platform.cpp",
     "if (handle < 0 || clock_gettime(static_cast<clockid_t>(~handle), &done) != 0) return std::nullopt;",
     "if (handle < 1 || clock_gettime(static_cast<clockid_t>(~handle), &done) != 0) return std::nullopt;",
     "the clock of a thread is ~(8 * number) with flags below: as a handle at least 8"),
    ("src/schedule/turns.cpp", "watched_ = true;", "watched_ = false;",
     "several watchers look then; when one has taken the turn away, the others see another holder. It costs, no more"),
    ("src/schedule/stall_detector.hpp", "int idle_slices_ = 0;  // in a row", "int idle_slices_ = 1;  // in a row",
     "who is blocked is named a slice of 100 ms sooner"),
    ("src/schedule/stall_detector.hpp", "int slices_ = 0;", "int slices_ = 1;",
     "who computes is named a slice of 100 ms sooner"),
    ("src/machine/platform.cpp", "return known ? known : 1;", "return known ? known : 0;",
     "not reached where the system says how many there are, as Linux does"),
    ("src/machine/platform.cpp", "__builtin_ia32_pause();", ";", "a hint to the processor"),
    ("src/schedule/alarms.cpp", "due.key().first = place->second = std::max(deadline + period, scheduler_.now());",
     "due.key().first = place->second = std::max(scheduler_.now(), deadline + period);",
     "the larger of two, either way"),
    ("include/otp/message.hpp", "found_.store(found, std::memory_order_release);", ";",
     "each look is a first look then: dearer (tests/instructions says so), and with the same answer"),
    ("src/process/backlog.cpp", "live_ = 0;", ";", "of the last line of clear(): nothing is pushed any more"),
    ("src/process/backlog.cpp", "head_ = tail_ = 0;", "head_ = tail_ = 1;",
     "a ring is empty wherever its two ends meet"),
    ("src/process/backlog.hpp", "std::size_t holes_met_ = 0;  // by at(), since the last take()",
     "std::size_t holes_met_ = 1;  // by at(), since the last take()",
     "it only says when it pays to close up: after some 32 holes"),
    ("src/machine/trace_file.cpp", "char code[8];", "char code[9];", "six characters and a zero are written to it"),
]
KNOWN = {(file, old, new): why for file, old, new, why in EQUIVALENT}


def argument(mutant, source):
    return KNOWN.get((mutant.file, *mutant.lines(source)))
