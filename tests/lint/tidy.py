#!/usr/bin/env python3
"""Runs clang-tidy over the programs' sources, skipping what did not change since it was clean.

usage: tidy.py --build TREE [--jobs N] [FILE...]

A file's key is the hash of the file, of each of the project's headers it includes, directly or not,
of its compile command and of .clang-tidy. Keys of clean files are kept in $ORIEL_TIDY_CACHE, else
beside ccache's own in $CCACHE_DIR, else in ~/.cache/oriel-tidy.
"""

import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
REFERENCE_VERSION = "14"
INCLUDE = re.compile(rb'^\s*#\s*include\s*[<"]([^">]+)[">]', re.MULTILINE)


def tidy_program():
    program = shutil.which("clang-tidy-" + REFERENCE_VERSION) or shutil.which("clang-tidy")
    if program is None:
        sys.exit("SKIPPED: clang-tidy is not installed.")
    text = subprocess.run([program, "--version"], capture_output=True, text=True).stdout
    version = re.search(r"version (\d+)", text).group(1)
    if version != REFERENCE_VERSION:
        print(f"SKIPPED: the reference is clang-tidy {REFERENCE_VERSION}, this is {version}.")
        sys.exit(0)
    return program


def sources_of(tree, wanted):
    """The programs' own sources with their compile commands; generated ones and tests aside."""
    entries = json.loads((tree / "compile_commands.json").read_text())
    folders = tuple(str(ROOT / name) + os.sep for name in ("shared", "viewer", "streamer"))
    commands = {}
    for entry in entries:
        path = os.path.normpath(os.path.join(entry["directory"], entry["file"]))
        if path.startswith(folders) and path.endswith(".cpp"):
            if not wanted or path in wanted:
                commands[path] = entry["command"]
    return commands


def own_headers(path, include_folders, seen):
    for name in INCLUDE.findall(pathlib.Path(path).read_bytes()):
        for folder in [os.path.dirname(path), *include_folders]:
            header = os.path.normpath(os.path.join(folder, name.decode()))
            if header.startswith(str(ROOT)) and os.path.isfile(header):
                if header not in seen:
                    seen.add(header)
                    own_headers(header, include_folders, seen)
                break


def key_of(path, command):
    folders = [f for f in re.findall(r"-I(\S+)", command) if f.startswith(str(ROOT))]
    files = {path, str(ROOT / ".clang-tidy")}
    own_headers(path, folders, files)
    digest = hashlib.sha256(command.replace(str(ROOT), "").encode())
    for name in sorted(files):
        digest.update(os.path.relpath(name, ROOT).encode())
        digest.update(pathlib.Path(name).read_bytes())
    return digest.hexdigest()


def check(program, tree, path):
    result = subprocess.run(
        [program, "--quiet", "-p", str(tree), "--extra-arg=-Wno-unknown-warning-option", path],
        capture_output=True, text=True)
    return result.returncode, result.stdout


def cache_folder():
    if os.environ.get("ORIEL_TIDY_CACHE"):
        return pathlib.Path(os.environ["ORIEL_TIDY_CACHE"])
    if os.environ.get("CCACHE_DIR"):
        return pathlib.Path(os.environ["CCACHE_DIR"]) / "oriel-tidy"
    return pathlib.Path.home() / ".cache" / "oriel-tidy"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--build", required=True, type=pathlib.Path)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("files", nargs="*", type=os.path.abspath)
    options = parser.parse_args()
    program = tidy_program()
    cache = cache_folder()
    cache.mkdir(parents=True, exist_ok=True)
    commands = sources_of(options.build, set(options.files))
    keys = {path: key_of(path, command) for path, command in commands.items()}
    stale = sorted(path for path, key in keys.items() if not (cache / key).exists())
    print(f"{len(keys)} sources, {len(keys) - len(stale)} unchanged since they were clean", flush=True)
    failed = 0
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        runs = {pool.submit(check, program, options.build, path): path for path in stale}
        for run in concurrent.futures.as_completed(runs):
            status, output = run.result()
            if status == 0:
                (cache / keys[runs[run]]).touch()
            else:
                failed += 1
                print(output, flush=True)
    print(f"{failed} of {len(stale)} checked sources have findings")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
