#!/usr/bin/env python3
"""Makes the pictures and the tables of docs/effects.md from the output of a sweep.

  sweep_docs.py sheet OUTPUT FILE [--side 128] [--azimuths 000,045,180] [--seed 0] COLUMN=SQL [COLUMN=SQL ...]
  sweep_docs.py means OUTPUT COLUMN=SQL [COLUMN=SQL ...]
  sweep_docs.py azimuths OUTPUT COLUMN=SQL [COLUMN=SQL ...]
  sweep_docs.py effects OUTPUT/report/SWEEP/paper/effects.csv [NAME=FACTOR ...]

sheet: a row for each prompt and a column for each condition on the table `trials`, such as "prior=factor_texture_prior <> 'none'"; a
column whose name begins with "geometry" shows the grey head. means: the mean of every metric of the trials of each condition, how many
fronts are no face and backs are one (flag below, above 0.5), and the same of the heads that trials start at. azimuths: the mean flag of
textured renders by azimuth. effects: the rows of effects.csv in Markdown, of the factors named, under these names. Needs duckdb and Pillow.
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


def table(output, name):
    return f"read_parquet({files(output, f'tables/{name}/**/*.parquet')})"


def columns(a):
    return [column.split("=", 1) for column in a.columns]


def sheet(a):
    import duckdb
    from PIL import Image, ImageDraw, ImageFont

    trials = table(a.output, "trials")
    prompts = [row[0] for row in duckdb.sql(f"SELECT prompt FROM {trials} GROUP BY prompt ORDER BY min(trial_index)").fetchall()]
    stages = {}
    for name, condition in columns(a):
        kind = "geometry" if name.startswith("geometry") else "texture"
        rows = duckdb.sql(f"SELECT prompt, {kind}_stage FROM {trials} WHERE seed = {a.seed} AND ({condition}) ORDER BY trial_index DESC")
        stages[name] = kind, dict(rows.fetchall())
    azimuths = a.azimuths.split(",")
    width = round(a.side * 0.8)
    span = width * len(azimuths)
    whole = Image.new("RGB", (LABEL + span * len(stages), HEADER + a.side * len(prompts)), "white")
    draw = ImageDraw.Draw(whole)
    font = ImageFont.load_default(15)
    for j, name in enumerate(stages):
        draw.text((LABEL + span * j + span // 2, HEADER // 2), name, "black", font, anchor="mm")
    for i, prompt in enumerate(prompts):
        top = HEADER + a.side * i
        draw.multiline_text((6, top + a.side // 2), textwrap.fill(prompt, 28), "black", font, anchor="lm")
        for j, (kind, heads) in enumerate(stages.values()):
            if prompt not in heads:
                continue
            prefix = "grey" if kind == "geometry" else "textured"
            for k, azimuth in enumerate(azimuths):
                file = files(a.output, f"stages/{kind}/{heads[prompt]}/attempt-*/views/{prefix}_{azimuth}.png")[0]
                head = Image.open(file).convert("RGB").resize((a.side, a.side), Image.LANCZOS)
                margin = (a.side - width) // 2
                whole.paste(head.crop((margin, 0, margin + width, a.side)), (LABEL + span * j + width * k, top))
    whole.save(a.file, optimize=True)


def rows(head, names, values):
    """A table in Markdown; values: {row: [a number or None for each name]}."""
    print(f"| {head} | " + " | ".join(names) + " |")
    print("|---" * (len(names) + 1) + "|")
    for row, cells in values.items():
        print(f"| {row} | " + " | ".join("" if cell is None else number(cell) for cell in cells) + " |")


# rows of `means` beside the mean of every metric: what, its metric, how it is counted
COUNTS = [("fronts that are no face", "metric_face_front", "count_if({} < 0.5)"), ("backs that are one", "metric_face_back", "count_if({} > 0.5)"),
          ("`landmark_error`, median", "metric_landmark_error", "median({})")]


def metrics(relation):
    import duckdb

    return [row[0] for row in duckdb.sql(f"DESCRIBE SELECT * FROM {relation}").fetchall() if row[0].startswith("metric_")]


def means(a):
    import duckdb

    trials, starts = table(a.output, "trials"), table(a.output, "starts")
    asked = [*COUNTS, *((f"`{metric[len('metric_'):]}`", metric, "avg({})") for metric in metrics(trials))]
    found = {row: [] for row in ["trials", *(row for row, _, _ in asked)]}
    for relation, condition in [*((trials, condition) for _, condition in columns(a)), (starts, "true")]:
        known = metrics(relation)
        sql = ["count(*)", *(how.format(metric) if metric in known else "NULL" for _, metric, how in asked)]
        for cells, cell in zip(found.values(), duckdb.sql(f"SELECT {', '.join(sql)} FROM {relation} WHERE {condition}").fetchone()):
            cells.append(cell)
    rows("mean", [*(name for name, _ in columns(a)), "start"], found)


def azimuths(a):
    import duckdb

    flags = f"{table(a.output, 'views')} AS views JOIN {table(a.output, 'trials')} AS trials USING (trial_index)"
    found = {}
    for j, (_, condition) in enumerate(columns(a)):
        for azimuth, flag in duckdb.sql(f"SELECT azimuth, avg(value) FROM {flags} WHERE measure = 'face_flag' AND ({condition}) "
                                        "GROUP BY azimuth ORDER BY azimuth").fetchall():
            found.setdefault(f"{azimuth:g}", [None] * len(a.columns))[j] = flag
    rows("azimuth", [name for name, _ in columns(a)], found)


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
    for name, run in ("means", means), ("azimuths", azimuths):
        command = commands.add_parser(name)
        command.add_argument("output")
        command.add_argument("columns", nargs="+")
        command.set_defaults(run=run)
    other = commands.add_parser("effects")
    other.add_argument("file")
    other.add_argument("names", nargs="*")
    other.set_defaults(run=effects)
    a = parser.parse_args()
    a.run(a)


if __name__ == "__main__":
    main()
