#!/usr/bin/env python3
"""Makes the pictures and the long table of docs/effects.md from the output of a sweep.

  sweep_docs.py sheet OUTPUT FILE [--side 128] [--azimuths 000,045,180] [--seed 0] COLUMN=SQL [COLUMN=SQL ...]
  sweep_docs.py effects OUTPUT/report/SWEEP/paper/effects.csv [NAME=FACTOR ...]

sheet: a row for each prompt and a column for each condition on the table `trials`, such as "prior=factor_texture_prior <> 'none'"; a
column whose name begins with "geometry" shows the grey head. effects: the rows of effects.csv in Markdown, of the factors named, under
these names. Needs duckdb and Pillow.
"""
import argparse
import csv
import glob
import textwrap

LABEL = 240
HEADER = 28


def files(output, pattern):
    found = sorted(glob.glob(f"{output}/{pattern}", recursive=True))
    if not found:
        raise SystemExit(f"Cannot read {output}/{pattern}: there is none")
    return found


def sheet(a):
    import duckdb
    from PIL import Image, ImageDraw, ImageFont

    trials = f"read_parquet({files(a.output, 'tables/trials/**/*.parquet')})"
    prompts = duckdb.sql(f"SELECT prompt FROM {trials} GROUP BY prompt ORDER BY min(trial_index)").fetchall()
    columns = [column.split("=", 1) for column in a.columns]
    azimuths = a.azimuths.split(",")
    width = round(a.side * 0.8)
    span = width * len(azimuths)
    whole = Image.new("RGB", (LABEL + span * len(columns), HEADER + a.side * len(prompts)), "white")
    draw = ImageDraw.Draw(whole)
    font = ImageFont.load_default(15)
    for j, (name, _) in enumerate(columns):
        draw.text((LABEL + span * j + span // 2, HEADER // 2), name, "black", font, anchor="mm")
    for i, (prompt,) in enumerate(prompts):
        top = HEADER + a.side * i
        draw.multiline_text((6, top + a.side // 2), textwrap.fill(prompt, 28), "black", font, anchor="lm")
        for j, (name, condition) in enumerate(columns):
            kind, prefix = ("geometry", "grey") if name.startswith("geometry") else ("texture", "textured")
            row = duckdb.sql(
                f"SELECT {kind}_stage FROM {trials} WHERE prompt = $prompt AND seed = $seed AND ({condition}) ORDER BY trial_index",
                params={"prompt": prompt, "seed": a.seed}).fetchone()
            if row is None:
                continue
            for k, azimuth in enumerate(azimuths):
                file = files(a.output, f"stages/{kind}/{row[0]}/attempt-*/views/{prefix}_{azimuth}.png")[0]
                head = Image.open(file).convert("RGB").resize((a.side, a.side), Image.LANCZOS)
                margin = (a.side - width) // 2
                whole.paste(head.crop((margin, 0, margin + width, a.side)), (LABEL + span * j + width * k, top))
    whole.save(a.file, optimize=True)


def number(text, sign=False):
    if text == "":
        return ""
    return f"{float(text):{'+' if sign else ''}.3g}".replace("-", "−")


def effects(a):
    names = dict(reversed(name.split("=", 1)) for name in a.names)
    print("| change | measure | before | after | difference, 95 % interval | p | verdict |")
    print("|---|---|---|---|---|---|---|")
    with open(a.file, newline="") as file:
        for row in csv.DictReader(file):
            if names and row["factor"] not in names or float(row["difference"] or 0) == 0 or row["measure"].endswith("_seconds"):
                continue
            difference = number(row["difference"], True)
            if row["difference_low"] != "":
                difference += f" [{number(row['difference_low'], True)}, {number(row['difference_high'], True)}]"
                if float(row["difference_low"]) > 0 or float(row["difference_high"]) < 0:
                    difference = f"**{difference}**"
            decides = " (decides)" if row["correction"] == "holm" else ""
            print("| " + " | ".join([
                names.get(row["factor"], row["factor"]), f"`{row['measure']}`", number(row["baseline_mean"]), number(row["level_mean"]),
                difference, number(row["p_adjusted"]), row["verdict"] + decides]) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(required=True)
    one = commands.add_parser("sheet")
    one.add_argument("output")
    one.add_argument("file")
    one.add_argument("columns", nargs="+")
    one.add_argument("--side", type=int, default=128)
    one.add_argument("--azimuths", default="000,045,180")
    one.add_argument("--seed", type=int, default=0)
    one.set_defaults(run=sheet)
    other = commands.add_parser("effects")
    other.add_argument("file")
    other.add_argument("names", nargs="*")
    other.set_defaults(run=effects)
    a = parser.parse_args()
    a.run(a)


if __name__ == "__main__":
    main()
