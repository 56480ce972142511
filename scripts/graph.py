#!/usr/bin/env python3
"""Draws which folder of src/ includes which, from the sources.

    scripts/graph.py               as Mermaid text, with the number of includes on each arrow
    scripts/graph.py --plain       without the numbers, as src/README.md shows it
    scripts/graph.py --dot         as Graphviz text: scripts/graph.py --dot | dot -Tsvg > build/floors.svg
    scripts/graph.py FROM TO       the includes behind an arrow, for example: scripts/graph.py process machine

A folder includes only folders that stand before it in FLOORS. A public header belongs to the folder that implements it:
the one with a source of its name, or, when it needs no source, the highest folder that it includes. An arrow that
points to a higher floor is drawn red and named on stderr; the exit status is 1 then.
"""
import collections
import pathlib
import re
import sys

FLOORS = ["values", "machine", "schedule", "process", "primitives", "gen", "behaviours", "testing", "observer"]
# Headers that only collect others stand on no floor.
COLLECTS = ["otp"]

root = pathlib.Path(__file__).resolve().parent.parent
headers = {path.stem: path for path in (root / "include/otp").rglob("*.hpp")}
inner = sorted((root / "src").glob("*/*.?pp"))


def includes(path):
    """The headers of ours that a file includes: public ones by their names, inner ones by folder/name."""
    text = path.read_text()
    return (re.findall(r"^\s*#\s*include\s*<otp/(?:detail/)?(\w+)\.hpp>", text, re.M)
            + re.findall(r'^\s*#\s*include\s*"(\w+/\w+)\.hpp"', text, re.M))


between_headers = {name: includes(path) for name, path in headers.items()}
implemented_in = {path.stem: path.parent.name for path in inner if path.suffix == ".cpp"}


def folder(name):
    """Of a header, by its name as includes() gives it."""
    if "/" in name:
        return name.split("/")[0]
    if name in implemented_in or not between_headers.get(name):
        return implemented_in.get(name, FLOORS[0])
    return max((folder(other) for other in between_headers[name]), key=FLOORS.index)


def files():
    """(path, its folder) of all that stand on a floor."""
    public = [(path, folder(name)) for name, path in headers.items() if name not in COLLECTS]
    return public + [(path, path.parent.name) for path in inner]


def arrows():
    """(folder, included folder): [(path, included header)], from the highest floor to the lowest."""
    found = collections.defaultdict(list)
    for path, mine in files():
        for other in includes(path):
            if folder(other) != mine:
                found[mine, folder(other)].append((path, other))
    return dict(sorted(found.items(), key=lambda arrow: [-FLOORS.index(end) for end in arrow[0]]))


def points_up(arrow):
    return FLOORS.index(arrow[1]) > FLOORS.index(arrow[0])


def mermaid(numbers=True):
    lines = ["flowchart TD"]
    for number, (arrow, behind) in enumerate(arrows().items()):
        label = f"|{len(behind)}| " if numbers else " "
        lines.append(f"  {arrow[0]} -->{label}{arrow[1]}")
        if points_up(arrow):
            lines.append(f"  linkStyle {number} stroke:red")
    return "\n".join(lines) + "\n"


def dot():
    lines = ["digraph floors {", "  node [shape=box]"]
    for arrow, behind in arrows().items():
        red = ", color=red" if points_up(arrow) else ""
        lines.append(f"  {arrow[0]} -> {arrow[1]} [label={len(behind)}{red}]")
    return "\n".join([*lines, "}"]) + "\n"


def main(arguments):
    if len(arguments) == 2 and all(name in FLOORS for name in arguments):
        for path, other in arrows().get(tuple(arguments), []):
            print(f"{path.relative_to(root)} includes {other}.hpp")
    elif arguments in ([], ["--plain"]):
        print(mermaid(numbers=not arguments), end="")
    elif arguments == ["--dot"]:
        print(dot(), end="")
    else:
        sys.exit(__doc__)
    upward = [arrow for arrow in arrows() if points_up(arrow)]
    for mine, other in upward:
        print(f"{mine} includes {other}, a higher floor: scripts/graph.py {mine} {other}", file=sys.stderr)
    return bool(upward)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
