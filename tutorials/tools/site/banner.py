#!/usr/bin/env python3
"""Doxygen's input filter, banner.py HEADER: the `//` banner at the head of a header becomes the page of its file, with
a paragraph for each of its labels. In comments nothing means something to Doxygen but what stands in backticks."""
import pathlib
import re
import sys

LABEL = re.compile(r"(Mirrors|Differs|Thread safety|Invariants|Model|Chapter)  +(.*)")


def plain(text):
    parts = text.split("`")
    parts[::2] = [re.sub(r"([\\@<>#*~&])", r"\\\1", part) for part in parts[::2]]
    return "`".join(parts)


# What Doxygen does not follow, and no reader of the reference looks for: members of what is inside, hash functions.
INSIDE = re.compile(r"^(?:[^/\n]*\bdetail::\w+::\w+\(|struct std::hash)", re.M)


def rest(text):
    blocks = re.split(r"\n\n", re.sub(r"(?m)(///) ?(.*)$", lambda each: f"{each[1]} {plain(each[2])}", text))
    return "\n\n".join(f"/// @cond\n{block}\n/// @endcond" if INSIDE.search(block) else block for block in blocks)


def page(banner):
    """The banner's lines, without their slashes, as a comment of Doxygen's."""
    name, first = banner[0].split(" - ", 1)
    made, in_code, in_label = [f"@file {name}", f"@brief {plain(first)}"], False, False
    for line in banner[1:]:
        label = LABEL.match(line)
        is_code = not label and not in_label and line.startswith("  ")
        if in_code and not is_code and line:
            made.append("@endcode")
            in_code = False
        if label:
            made += ["", f"<b>{label[1]}</b>", ""]
            in_label, line = True, label[2]
        if is_code:
            if not in_code:
                made.append("@code{.cpp}")
                in_code = True
            made.append(line)
        else:
            further = "   " if re.match(r" {19}", line) else ""  # of a numbered sentence
            made.append(line if in_code else further + plain(line.strip()))
    if in_code:
        made.append("@endcode")
    return "\n".join(["/**", *made, "*/"])


def main():
    lines = pathlib.Path(sys.argv[1]).read_text().split("\n")
    end = next(i for i, line in enumerate(lines) if not line.startswith("//"))
    if not end or lines[0].startswith("///"):
        print(rest("\n".join(lines)))
        return
    print(page([line[3:].rstrip() for line in lines[:end]]))
    print(rest("\n".join(lines[end:])))


if __name__ == "__main__":
    main()
