#!/usr/bin/env python3
"""What the banners of the headers show must compile: check.py COMPILER FLAG...

An example is a paragraph of a banner that is indented by three spaces and has code in it. NAME.cpp beside this file
says where the example of include/otp/NAME.hpp stands: it takes the place of the line `// the example`. `...` in an
example is what a reader would fill in; in NAME.cpp nothing is.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
headers = here.parent.parent / "include/otp"
PLACE = re.compile(r"^ *// the example\n", re.M)


def examples(header):
    text = header.read_text()
    banner = text[: text.index("#pragma once")]
    paragraphs = re.split(r"^//\n", banner, flags=re.M)
    code = [re.sub(r"^//   ?", "", p, flags=re.M) for p in paragraphs if re.fullmatch(r"(//   .*\n)+", p)]
    return [example for example in code if re.search(r"[;{}]", example)]


wrong = []
for header in sorted(headers.glob("*.hpp")):
    shown, around = examples(header), here / f"{header.stem}.cpp"
    if len(shown) != around.exists():
        wrong.append(f"{header.name}: {len(shown)} examples in its banner, and " +
                     ("" if around.exists() else "no ") + f"tests/banners/{around.name}")
        continue
    if not shown:
        continue
    if len(PLACE.findall(around.read_text())) != 1:
        wrong.append(f"{around.name}: has not one line `// the example`")
        continue
    with tempfile.TemporaryDirectory() as folder:
        program = pathlib.Path(folder) / around.name
        example = f'#line 1 "the banner of {header.name}"\n' + shown[0].replace("...", "")
        program.write_text(PLACE.sub(lambda _: example, around.read_text()))
        done = subprocess.run([*sys.argv[1:], "-std=c++20", "-fsyntax-only", str(program)],
                              capture_output=True, text=True)
        if done.returncode:
            wrong.append(f"{header.name}: its banner's example does not compile:\n{done.stderr}")
print("\n".join(wrong))
sys.exit(bool(wrong))
