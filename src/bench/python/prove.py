#!/usr/bin/env python3
"""Proves FaceSweep on the GPU of a machine that has PyTorch with headers and g++, and neither Java nor a network.

  DIR/prove [--minutes 6] [--device cuda:0|cpu] [--scale sd15|small] [--parts operators,golden,...]

DIR is what src/bench/gpu-proof packed; the working folder is the root of the same checkout. Writes proof.jsonl, table.txt and
log.txt to $OUT, or to DIR/out. Every part is a process of its own with a time of its own: one that crashes loses nothing of
the others, and what there is by the end is in the table. The exit code is 1 if anything failed.
"""
import argparse
import glob
import json
import os
import pathlib
import platform
import signal
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = pathlib.Path.cwd()
GRACE = 15  # seconds that a part may take to end after its time
SIDES = {"sd15": 512, "small": 64}
JVM = [
    "-Xmx8g", "-Djava.awt.headless=true", "-Dai.djl.offline=true", "-DOPT_OUT_TRACKING=true",
    "-Dai.djl.pytorch.num_interop_threads=1", "-Dai.djl.pytorch.num_threads=1"]


class Proof:
    def __init__(self, options):
        self.options = options
        self.start = time.monotonic()
        self.end = self.start + 60 * options.minutes
        self.out = pathlib.Path(os.environ.get("OUT") or HERE / "out")
        self.out.mkdir(parents=True, exist_ok=True)
        self.lines = []
        self.log = open(self.out / "log.txt", "w")
        self.file = open(self.out / "proof.jsonl", "w")
        self.random = HERE / "random" / options.scale
        self.environment = dict(os.environ)

    # ---- what is written

    def add(self, line):
        line["at_s"] = round(time.monotonic() - self.start, 1)
        self.lines.append(line)
        self.file.write(json.dumps(line) + "\n")
        self.file.flush()
        if not line.get("ok", True):
            print("FAILED", json.dumps(line), flush=True)

    def say(self, text):
        print(f"[{time.monotonic() - self.start:5.1f} s] {text}", flush=True)

    # ---- processes

    def run(self, part, command, seconds, cwd=ROOT):
        """Runs a process that prints JSON lines; ends it with all its children when its time is over."""
        seconds = min(seconds, self.end - time.monotonic())
        if seconds < 5:
            self.add({"part": part, "what": "process", "ok": True, "skipped": "no time left"})
            return
        self.say(f"{part} (at most {seconds:.0f} s)")
        command = [str(word).replace("{seconds}", f"{max(1, seconds - GRACE / 2):.0f}") for word in command]
        began = time.monotonic()
        self.log.write(f"\n==== {part}: {' '.join(command)}\n")
        self.log.flush()
        errors = open(self.out / "log.txt", "r", errors="replace")
        errors.seek(0, os.SEEK_END)
        process = subprocess.Popen(
            command, cwd=cwd, env=self.environment, stdout=subprocess.PIPE, stderr=self.log, start_new_session=True)
        pipe = process.stdout.fileno()
        os.set_blocking(pipe, False)
        rest, killed, open_pipe = b"", False, True
        while open_pipe or process.poll() is None:
            if not killed and time.monotonic() - began > seconds + GRACE:
                os.killpg(process.pid, signal.SIGKILL)
                killed = True
            try:
                data = os.read(pipe, 1 << 16)
                open_pipe = bool(data)
            except BlockingIOError:
                data = b""
            *whole, rest = (rest + data).split(b"\n")
            for line in whole:
                self.take(part, line.decode(errors="replace"))
            if not data:
                time.sleep(0.05)
        process.stdout.close()
        took = round(time.monotonic() - began, 1)
        line = {"part": part, "what": "process", "ok": process.returncode == 0, "seconds": took}
        if process.returncode != 0:
            said = [text.strip() for text in errors.read().splitlines() if text.strip() and not text.startswith(("\tat", "[W", "SLF4J"))]
            line["note"] = ("out of time; " if killed else "") + f"exit code {process.returncode}; " + (said[-1][:300] if said else "")
        errors.close()
        self.add(line)
        self.write_table()

    def take(self, part, text):
        try:
            line = json.loads(text)
            if not isinstance(line, dict):
                raise ValueError
        except ValueError:
            self.log.write(text + "\n")
            self.log.flush()
            return
        line.setdefault("part", part)
        self.add(line)

    def java(self, part, seconds, *words, name=None, options=()):
        command = [
            HERE / "runtime/bin/java", *JVM, *options, f"-XX:ErrorFile={self.out}/crash-{name or part}.log", *self.jna,
            "-cp", f"{HERE}/lib/*", "io.facesweep.bench.GpuProof", part, "--device", self.options.device,
            "--seconds", "{seconds}", "--random", self.random, "--out", self.out, *words]
        self.run(name or part, command, seconds)

    def python(self, part, seconds, script, *words):
        self.run(part, [sys.executable, HERE / script, *words], seconds)

    # ---- parts

    def surroundings(self):
        """What the rest depends on, in the first seconds."""
        facts = {"python": sys.version.split()[0], "system": platform.platform(), "processors": os.cpu_count()}
        facts["g++"] = self.output("g++", "--version")
        facts["gpu"] = self.output(
            "nvidia-smi", "--query-gpu=name,driver_version,memory.total", "--format=csv,noheader")
        import importlib.util

        spec = importlib.util.find_spec("torch")
        self.torch = pathlib.Path(spec.origin).resolve().parent if spec and spec.origin else None
        if self.torch is None:
            facts["torch"] = "not found"
        else:
            facts["torch"] = self.output(sys.executable, "-c", "import torch; print(torch.__version__, torch.cuda.is_available())")
            facts["headers"] = (self.torch / "include/ATen/ATen.h").exists()
            site = self.torch.parent
            folders = {str(pathlib.Path(path).parent) for path in glob.glob(f"{site}/nvidia/**/*.so*", recursive=True)}
            cudart = [path for path in glob.glob(f"{site}/nvidia/**/libcudart.so*", recursive=True)]
            facts["libcudart"] = cudart[0] if cudart else "not found beside torch"
            paths = [str(self.torch / "lib"), *sorted(folders), self.environment.get("LD_LIBRARY_PATH", "")]
            self.environment["LD_LIBRARY_PATH"] = ":".join(path for path in paths if path)
            self.jna = [f"-Djna.library.path={pathlib.Path(cudart[0]).parent}"] if cudart else []
        for name, value in facts.items():
            print(f"  {name:12} {value}", flush=True)
        self.add({"part": "surroundings", "what": "facts", "ok": self.torch is not None, **facts})

    def output(self, *command):
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
            said = (done.stdout or done.stderr).strip().splitlines()
            return said[0] if said else f"exit code {done.returncode}"
        except (OSError, subprocess.TimeoutExpired) as e:
            return f"cannot run: {e}"

    def runtime(self):
        if not (HERE / "runtime/bin/java").exists():
            self.run("unpack", ["tar", "-xJf", HERE / "runtime.tar.xz", "-C", HERE], 60)

    def natives(self):
        """Compiles them for this PyTorch, and takes the variables that the script prints."""
        self.environment["JAVA_HOME"] = str(HERE / "runtime")
        began = time.monotonic()
        done = subprocess.run(
            [ROOT / "submit/natives.sh", sys.executable, "--out", HERE / "natives"], env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=self.log, timeout=180, check=False)
        line = {"part": "natives", "what": "compile", "ok": done.returncode == 0, "seconds": round(time.monotonic() - began, 1)}
        for text in done.stdout.splitlines():
            if text.startswith("export "):
                name, value = text[len("export "):].split("=", 1)
                self.environment[name] = value.strip("'\"")
                line[name] = self.environment[name]
        self.environment["PYTORCH_CUDA_ALLOC_CONF"] = "expandable_segments:True"
        self.add(line)
        return done.returncode == 0

    def prove(self):
        self.say(f"on {self.options.device}, {self.options.scale}, {self.options.minutes} minutes")
        self.surroundings()
        writer = None
        if not (self.random / "controlnet/config.json").exists():
            tokenizer = ROOT / "src/test/resources/golden/sd15-like/model/tokenizer"
            writer = subprocess.Popen(
                [sys.executable, HERE / "random_snapshot.py", self.options.scale, self.random, tokenizer], stdout=self.log,
                stderr=self.log)
        self.runtime()
        if self.natives():
            for part in ("operators", "golden", "trials", "sweep"):
                if part in self.options.parts:
                    self.java(part, {"operators": 20, "golden": 25, "trials": 80, "sweep": 40}[part])
            for part, seconds in (("check", 40), ("training", 90)):
                if part in self.options.parts:
                    self.java(part, seconds)
        if "golden" in self.options.parts:
            for family, dtype in ((f, d) for f in ("sd15-like", "sd21-like") for d in ("float16", "bfloat16")):
                root = ROOT / "src/test/resources/golden" / family
                self.python("golden, peer", 20, "eager_peer.py", "--golden", root, "--device", self.options.device,
                            "--dtype", dtype, "--part", "golden, peer")
        if writer is not None:
            code = writer.wait()
            self.add({"part": "random", "what": "weights", "ok": code == 0})
        nets = ["--side", SIDES[self.options.scale], "--dtype", self.dtype()]
        timed = ["--batches", "1,4,8"] if self.options.scale == "sd15" else ["--batches", "1,2"]
        peer = [self.random, "--device", self.options.device, "--seconds", "{seconds}", *nets, *timed]
        one = [*nets, "--batches", timed[1].split(",")[-1]]
        other = [self.random, "--device", self.options.device, "--seconds", "{seconds}", *one]
        tune = "-Dai.djl.pytorch.cudnn_benchmark=true"
        for part, action in (
            ("steps", lambda: self.java("steps", 90, *nets, *timed)),
            ("nets", lambda: self.java("nets", 30, *nets, *timed)),
            ("peer", lambda: self.python("peer", 35, "eager_peer.py", *peer)),
            ("limit", lambda: self.java("limit", 30, *nets)),
            ("tasks", lambda: self.java("tasks", 60, *nets, *timed)),
            ("faults", lambda: self.java("faults", 20)),
            ("variants", lambda: self.variants(one, other, tune)),
        ):
            if part in ("limit", "faults") and self.options.device == "cpu":
                self.add({"part": part, "what": "process", "ok": True, "skipped": "memory of a GPU"})
            elif part in self.options.parts:
                action()

    def variants(self, one, other, tune):
        """Layout and cuDNN's own search, in FaceSweep and in PyTorch."""
        self.java("nets", 20, *one, name="nets, cudnn_benchmark", options=[tune])
        self.java("nets", 20, *one, "--channels-last", name="nets, channels_last", options=[tune])
        for flags in (["--benchmark"], ["--benchmark", "--channels-last"]):
            name = "peer, " + " ".join(flag.strip("-").replace("-", "_") for flag in flags)
            self.python(name, 20, "eager_peer.py", *other, *flags, "--part", name)

    def dtype(self):
        return "float16" if self.options.device != "cpu" else "float32"

    # ---- the table

    def write_table(self):
        text = self.table()
        (self.out / "table.txt").write_text(text + "\n")
        return text

    def table(self):
        text = []
        parts = list(dict.fromkeys(line["part"] for line in self.lines))
        text.append(f"{'part':28} {'ok':>4} {'failed':>6} {'skipped':>7} {'seconds':>8}  largest difference")
        for part in parts:
            own = [line for line in self.lines if line["part"] == part]
            skipped = sum("skipped" in line for line in own)
            fine = sum(line.get("ok", True) for line in own) - skipped
            took = next((line["seconds"] for line in own if line["what"] in ("process", "compile") and "seconds" in line), "")
            worst = {}
            for line in own:
                kind = line.get("where", "").split(" ")[-1]
                if "difference" in line and line["difference"] > worst.get(kind, (-1,))[0]:
                    worst[kind] = (line["difference"], line["what"])
            said = ", ".join(f"{kind} {value[0]:.1e}" for kind, value in worst.items())
            text.append(f"{part:28} {fine:4} {len(own) - fine - skipped:6} {skipped:7} {took:>8}  {said}")
        text += self.steps() + self.sweep() + self.nets()
        failures = [line for line in self.lines if not line.get("ok", True)]
        text += ["", f"{len(failures)} failed" if failures else "nothing failed"]
        text += ["  " + json.dumps(line) for line in failures[:40]]
        return "\n".join(text)

    def of(self, part):
        return [line for line in self.lines if line["part"] == part and line.get("ok", True)]

    def steps(self):
        rows = [line for line in self.of("steps") if "step_ms" in line]
        if not rows:
            return self.tasks()
        text = ["", f"{'step':20} {'K':>3} {'ms':>8} {'of a trial':>10} {'host':>7} {'idle %':>6} {'peak MiB':>9} {'estimate':>9}"]
        for row in rows:
            text.append(
                f"{row['what']:20} {row['k']:3.0f} {row['step_ms']:8.1f} {row['each_ms']:10.1f} {row['host_ms']:7.1f}"
                f" {row.get('idle_percent', float('nan')):6.0f} {row['peak_mib']:9.0f} {row['estimate_mib']:9.0f}")
        for row in self.of("steps"):
            if "amortised_s" in row:
                text.append(f"{row['what']}, K {row['k']:.0f}: {row['amortised_s']:.1f} s a trial")
            elif row["what"].startswith("finishing") and "seconds" in row:
                text.append(f"{row['what']}: {row['seconds']:.1f} s a trial")
        for row in self.of("limit"):
            if row["what"].startswith(("largest", "image", "after")):
                text.append("limit: " + ", ".join(f"{k} {v}" for k, v in row.items() if k not in ("part", "ok", "at_s")))
        text += self.tasks()
        return text

    def tasks(self):
        rows = [line for line in self.of("tasks") if "trial_step_ms" in line]
        text = ["", f"{'step':20} {'tasks':>5} {'K':>3} {'ms of a trial':>13} {'idle %':>6}"] if rows else []
        for row in rows:
            text.append(
                f"{row['what']:20} {row['tasks']:5.0f} {row['k']:3.0f} {row['trial_step_ms']:13.1f}"
                f" {row.get('idle_percent', float('nan')):6.0f}")
        return text

    def sweep(self):
        rows = [line for line in self.of("sweep") if "synthesis_s" in line]
        text = [""] if rows else []
        for row in rows:
            text.append(
                f"quick start, {row['what']}, prior {row['prior']}: {row['synthesis_s']:.1f} s synthesis,"
                f" {row['finishing_s']:.1f} s metrics and pictures")
        for row in self.of("sweep"):
            if row["what"] == "whole sweep":
                text.append(f"quick start: {row['heads']:.0f} heads in {row['seconds']:.0f} s, GPU idle {row.get('idle_percent', '?')} %")
        return text

    def nets(self):
        """FaceSweep's times, and how many of PyTorch eager's they are."""
        peers = {(line["what"], line["k"]): line["ms"] for line in self.of("peer") if "ms" in line}
        text = []
        for part in dict.fromkeys(line["part"] for line in self.lines):
            rows = [line for line in self.of(part) if "ms" in line and "k" in line]
            if not rows:
                continue
            text += ["", f"{part:28} {'K':>3} {'ms':>9}" + ("  of PyTorch eager's" if peers and part != "peer" else "")]
            for row in rows:
                base = peers.get((row["what"], row["k"]))
                ratio = f"  {row['ms'] / base:.2f}" if base and part != "peer" else ""
                text.append(f"{row['what']:28} {row['k']:3.0f} {row['ms']:9.2f}{ratio}")
        return text


def main():
    usual = ["operators", "golden", "trials", "sweep", "steps", "nets", "peer", "limit", "faults", "variants"]
    every = [*usual, "check", "training", "tasks"]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=6)
    parser.add_argument("--device", default="cuda:0")
    parser.add_argument("--scale", choices=sorted(SIDES), default="sd15")
    parser.add_argument("--parts", type=lambda text: text.split(","), default=usual, help="of " + ",".join(every))
    proof = Proof(parser.parse_args())
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("terminated"))
    try:
        proof.prove()
    except (Exception, SystemExit, KeyboardInterrupt) as e:  # whatever it is, the table of what there is comes next
        proof.add({"part": "prove", "what": "script", "ok": False, "note": repr(e)})
    print("\n" + proof.write_table(), flush=True)
    sys.exit(0 if all(line.get("ok", True) for line in proof.lines) else 1)


if __name__ == "__main__":
    main()
