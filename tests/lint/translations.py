#!/usr/bin/env python3
"""Each string of the programs has a finished translation in translations/oriel_vi.ts, and no other has.

usage: translations.py LUPDATE

Reads the strings with lupdate into a file of its own and compares; a translation has the same
place markers (%1, %n) as its string.
"""

import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

ROOT = pathlib.Path(__file__).resolve().parents[2]
TRANSLATION = ROOT / "translations" / "oriel_vi.ts"
FOLDERS = ("shared", "viewer", "streamer")
MARKER = re.compile(r"%(?:L?\d+|n)")


def messages(file):
    """{(context, string, disambiguation): its <translation>}"""
    found = {}
    for context in ElementTree.parse(file).getroot().iter("context"):
        for message in context.iter("message"):
            comment = message.find("comment")
            key = (context.findtext("name"), message.findtext("source"),
                   comment.text if comment is not None else "")
            found[key] = message.find("translation")
    return found


def texts_of(translation):
    forms = translation.findall("numerusform")
    return [form.text or "" for form in forms] if forms else [translation.text or ""]


def fault_of(source, translation):
    if translation.get("type"):
        return translation.get("type")
    for text in texts_of(translation):
        if not text.strip():
            return "empty"
        if sorted(MARKER.findall(text)) != sorted(MARKER.findall(source)):
            return f"its place markers differ in “{text}”"
    return None


def main():
    with tempfile.TemporaryDirectory() as folder:
        fresh = pathlib.Path(folder) / "fresh.ts"
        subprocess.run([sys.argv[1], "-silent", "-extensions", "cpp,h", *FOLDERS, "-ts", fresh],
                       cwd=ROOT, check=True)
        wanted = messages(fresh)
    there = messages(TRANSLATION)
    faults = [(key, "has no translation") for key in wanted if key not in there]
    faults += [(key, "is in no program any more") for key in there if key not in wanted]
    for key, translation in there.items():
        if fault := fault_of(key[1], translation):
            faults.append((key, fault))
    for (context, source, _), fault in faults:
        print(f"{context}: “{source}”: {fault}")
    print(f"{len(wanted)} strings, {len(faults)} faults in {TRANSLATION.relative_to(ROOT)}")
    return 1 if faults or not wanted else 0


if __name__ == "__main__":
    sys.exit(main())
