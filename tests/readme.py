#!/usr/bin/env python3
"""Takes the programs out of a Markdown page: each ```cpp block with a main() becomes DIR/NAME_N.cpp, and the ```text
block behind it, what the program must print, DIR/NAME_N.txt. Prints the names, one a line."""
import pathlib
import re
import sys

page, directory = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
directory.mkdir(parents=True, exist_ok=True)
programs = re.findall(r"^```cpp\n(.*?)^```\n+(?:```text\n(.*?)^```)?", page.read_text(), re.M | re.S)
programs = [(code, output) for code, output in programs if "int main()" in code]
if not programs:
    sys.exit(f"{page.name}: no programs found")
for number, (code, output) in enumerate(programs, 1):
    if not output:
        sys.exit(f"{page.name}: program {number} has no ```text block with its output")
    name = f"{page.stem.lower()}_{number}"
    for suffix, text in ((".cpp", code), (".txt", output)):
        path = directory / (name + suffix)
        if not path.exists() or path.read_text() != text:
            path.write_text(text)
    print(name)
