#!/usr/bin/env python3
"""Joins the tests of several build trees into one ctest folder, so that one summary covers all.

usage: collect_tests.py --output FOLDER [--missing TEXT]... TREE:LABEL,LABEL[:PREFIX] ...

Each --missing becomes a test that ctest lists as skipped at the end.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys

# Tests that own a screen must not share the cores with others. Those of the network mostly wait.
ALONE = {"render"}


def quoted(text):
    """A CMake bracket argument: nothing inside is evaluated."""
    return "[==[" + str(text) + "]==]"


def tests_of(tree):
    listing = subprocess.run(
        ["ctest", "--test-dir", tree, "--show-only=json-v1"],
        check=True, capture_output=True, text=True)
    return json.loads(listing.stdout)["tests"]


def value_of(prop):
    value = prop["value"]
    if isinstance(value, bool):
        return "ON" if value else "OFF"
    if isinstance(value, list):
        return ";".join(str(item["regex"] if isinstance(item, dict) else item) for item in value)
    return value


def lines_for(test, name, labels):
    command = " ".join(quoted(word) for word in test["command"])
    yield f"add_test({quoted(name)} {command})"
    properties = {p["name"]: value_of(p) for p in test["properties"]}
    if labels & ALONE:
        properties["RUN_SERIAL"] = "ON"
    for key, value in properties.items():
        yield f"set_tests_properties({quoted(name)} PROPERTIES {key} {quoted(value)})"


def collect(spec):
    tree, wanted, *prefix = spec.split(":")
    wanted = set(wanted.split(","))
    for test in tests_of(tree):
        labels = {label for p in test["properties"] if p["name"] == "LABELS" for label in p["value"]}
        if not labels & wanted:
            continue
        if "command" not in test:
            sys.exit(f"collect_tests.py: {test['name']} of {tree} is not built")
        yield from lines_for(test, "/".join(prefix + [test["name"]]), labels)


def missing(text):
    name = quoted("missing: " + text)
    yield f"add_test({name} {quoted(sys.executable)} -c {quoted('raise SystemExit(77)')})"
    yield f"set_tests_properties({name} PROPERTIES SKIP_RETURN_CODE 77)"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", required=True, type=pathlib.Path)
    parser.add_argument("--missing", action="append", default=[])
    parser.add_argument("trees", nargs="+")
    options = parser.parse_args()
    lines = [line for spec in options.trees for line in collect(spec)]
    lines += [line for text in options.missing for line in missing(text)]
    target = options.output / "CTestTestfile.cmake"
    temporary = target.with_suffix(".new")
    temporary.write_text("\n".join(lines) + "\n", encoding="utf-8")
    os.replace(temporary, target)


if __name__ == "__main__":
    main()
