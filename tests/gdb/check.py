#!/usr/bin/env python3
"""gdb, with scripts/otpp-gdb.py, shows values as the program prints them.   check.py GDB SCRIPT PROGRAM"""
import subprocess
import sys

gdb, script, program = sys.argv[1:]
said = subprocess.run([program], capture_output=True, text=True, check=True).stdout.splitlines()
reasons = len(said) - 3
asked = [f"reasons._M_impl._M_start[{i}]" for i in range(reasons)] + ["me", "nobody", "made"]
command = [gdb, "-nx", "-batch", "-ex", f"source {script}", "-ex", "break look", "-ex", "run"]
for value in asked:
    command += ["-ex", f'printf "shown "', "-ex", f"output {value}", "-ex", r'printf "\n"']
done = subprocess.run([*command, program], capture_output=True, text=True, timeout=100)
# A parameter is a reference: gdb writes its address before it.
shown = [line.split("shown ", 1)[1].split(": ", 1)[-1] if "@0x" in line else line.split("shown ", 1)[1]
         for line in done.stdout.splitlines() if "shown " in line]
if shown != said:
    sys.exit(f"gdb shows {shown}\nand not {said}\n{done.stdout}{done.stderr}")
print(f"{len(said)} values are shown as they are printed")
