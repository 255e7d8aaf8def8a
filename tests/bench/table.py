#!/usr/bin/env python3
"""Prints the results of latency.sh as a Markdown table of medians over the rounds."""

import statistics
import sys

COLUMNS = (
    ("age p50", "age_p50", "{:.1f} ms"),
    ("p95", "age_p95", "{:.1f} ms"),
    ("p99", "age_p99", "{:.1f} ms"),
    ("own p50", "own_p50", "{:.1f} ms"),
    ("fps", "fps", "{:.1f}"),
    ("CPU", "cpu", "{:.1f} %"),
    ("memory", "pss_mb", "{:.0f} MB"),
    ("first picture", "first_ms", "{:.0f} ms"),
)


def rows_of(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            yield dict(word.split("=", 1) for word in line.split() if "=" in word)


def median(rows, key):
    values = [float(row[key]) for row in rows if row.get(key, "None") != "None"]
    return statistics.median(values) if values else None


def main():
    groups = {}
    for row in rows_of(sys.argv[1]):
        key = (row["size"], row["transport"], row["stream"], row["viewer"])
        groups.setdefault(key, []).append(row)
    print("| size | transport | stream | viewer | " + " | ".join(c[0] for c in COLUMNS) + " |")
    print("|---" * (4 + len(COLUMNS)) + "|")
    for key, rows in groups.items():
        cells = [(value, form) for _, name, form in COLUMNS for value in [median(rows, name)]]
        text = ["" if value is None else form.format(value) for value, form in cells]
        print("| " + " | ".join([*key, *text]) + " |")


if __name__ == "__main__":
    main()
