// Two trials, or a trial and its start: what differs, over each other, turning together, in numbers.
(function () {
  "use strict";
  const page = window.facesweep.page;
  const model = window.facesweep.model(window.facesweepSweep);
  const state = window.facesweep.state();
  const data = model.data;
  const at = function (id) { return document.getElementById(id); };
  const chosen = [model.prompt, model.seed].concat(model.factors).filter(function (column) { return column.levels.length > 1; });
  const byLevels = new Map();
  for (let row = model.size - 1; row >= 0; row--) { byLevels.set(levelsOf(row).join("/"), row); }

  function levelsOf(row) { return chosen.map(function (column) { return column.of[row]; }); }

  // Without a link: the first trial that is done, and one that differs from it in the least, rather in a factor than in its luck.
  function first() { return Math.max(0, Array.from(data.status).indexOf(0)); }
  function next(row) {
    let best = row;
    let least = Infinity;
    for (let other = 0; other < model.size; other++) {
      const apart = chosen.reduce(function (sum, column) { return sum + (column.of[row] === column.of[other] ? 0 : column === model.prompt || column === model.seed ? 4 : 1); }, 0);
      if (other !== row && apart < least && data.status[other] === 0) {
        best = other;
        least = apart;
      }
    }
    return best;
  }
  function side(key) {
    const asked = model.rowOf.get(Number(state.get(key, "-1")));
    const row = asked !== undefined ? asked : key === "a" ? first() : next(side("a").row);
    return { key: key, row: row, index: data.index[row], isStart: state.get(key + "start") === "1" };
  }
  function name(one) { return "trial " + one.index + (one.isStart ? " before its first step" : ""); }

  function chooser(one, words) {
    const number = page.element("input", { type: "number", min: 0, value: one.index, "aria-label": one.key.toUpperCase() + ": number of the trial" });
    number.addEventListener("change", function () { if (model.rowOf.has(Number(number.value))) { state.set({ [one.key]: Number(number.value) }); } });
    const start = page.element("input", { type: "checkbox", checked: one.isStart, disabled: data.start[one.row] < 0 });
    start.addEventListener("change", function () { state.set({ [one.key + "start"]: start.checked ? "1" : null }); });
    const said = page.element("p", { className: "quiet", role: "status" });
    const selects = chosen.map(function (column, i) {
      return page.choice(column.key, column.levels.map(function (level, l) { return [String(l), level]; }), String(column.of[one.row]), function (level) {
        const levels = levelsOf(one.row);
        levels[i] = Number(level);
        const row = byLevels.get(levels.join("/"));
        if (row === undefined) { said.textContent = "There is no such trial in this sweep."; } else { state.set({ [one.key]: data.index[row] }); }
      });
    });
    return page.element("div", {}, [
      page.element("h3", { className: "side-" + one.key, textContent: words }),
      page.element("div", { className: "choices" }, [page.element("label", {}, [page.element("span", { textContent: "trial" }), number])].concat(selects, [
        page.element("label", { className: "tick" }, [start, "before its first step"])])),
      page.element("p", {}, [page.element("a", { href: "trials/" + String(one.index).padStart(5, "0") + ".html", textContent: "Page of trial " + one.index }),
        ", " + model.status.text(one.row) + ", seed " + model.seed.text(one.row) + ": ", page.foreign(model.prompt.text(one.row))]),
      said
    ]);
  }

  // Rows of a table, of texts and elements; the first cell of a row names it.
  function table(caption, head, rows) {
    return page.element("div", { className: "scroll", tabIndex: 0, role: "region", "aria-label": caption }, [
      page.element("table", { className: "facts" }, [page.element("caption", { textContent: caption }),
        page.element("thead", {}, [page.element("tr", {}, head.map(function (words) { return page.element("th", { scope: "col", textContent: words }); }))]),
        page.element("tbody", {}, rows.map(function (row) {
          return page.element("tr", {}, row.map(function (cell, i) { return page.element(i === 0 ? "th" : "td", i === 0 ? { scope: "row" } : {}, [cell]); }));
        }))])]);
  }

  function settings(a, b) {
    const swept = new Set(model.factors.map(function (factor) { return factor.key.replace(/[-.]/g, "_"); }));
    const all = [{ key: "prompt", of: data.prompt, values: data.prompts }, { key: "seed", of: data.seed, values: data.seeds }].concat(data.varied);
    const differing = all.filter(function (setting) { return setting.of[a.row] !== setting.of[b.row]; })
      .sort(function (x, y) { return swept.has(y.key) - swept.has(x.key); });
    const lines = differing.map(function (setting) {
      return [page.element("code", { textContent: setting.key }), page.foreign(setting.values[setting.of[a.row]]), page.foreign(setting.values[setting.of[b.row]])];
    });
    const same = all.filter(function (setting) { return setting.of[a.row] === setting.of[b.row]; })
      .map(function (setting) { return [setting.key, setting.values[setting.of[a.row]]]; })
      .concat(Object.keys(data.same).map(function (key) { return [key, data.same[key]]; })).sort();
    const box = at("settings");
    box.replaceChildren(lines.length > 0 ? table("Settings that differ, what the sweep varies first", ["setting", "A", "B"], lines)
      : page.element("p", { textContent: a.isStart === b.isStart ? "It is the same trial." : "It is one trial, before its first step and at its end." }),
    page.element("details", {}, [page.element("summary", { textContent: same.length + " settings are the same" }),
      table("Settings that are the same", ["setting", "value"], same.map(function (setting) { return [page.element("code", { textContent: setting[0] }), page.foreign(setting[1])]; }))]));
  }

  function value(one, column, i) {
    if (!one.isStart) { return column.of[one.row]; }
    const start = data.starts[data.start[one.row]];
    return start && start[i] !== null ? start[i] : NaN;
  }

  function number(text) { return page.element("span", { className: "number", textContent: text }); }

  function numbers(a, b) {
    const lines = [];
    data.measures.forEach(function (measure, i) {
      const column = model.columns.get(measure.name);
      if (!column || !column.measure) { return; }
      const two = [value(a, column, i), value(b, column, i)];
      if (two.every(Number.isNaN)) { return; }
      const difference = two[1] - two[0];
      const isBetter = measure.better === "neutral" || !difference ? null : (difference > 0) === (measure.better === "higher");
      lines.push([page.element("a", { className: "metric", href: "index.html#metric-" + measure.name, title: measure.definition }, [page.element("code", { textContent: measure.name })]),
        number(page.plain(two[0])), number(page.plain(two[1])), number(page.signed(difference)),
        page.element("span", { className: isBetter === null ? "quiet" : isBetter ? "side-b" : "side-a", textContent: isBetter === null ? "–" : isBetter ? "B" : "A" })]);
    });
    at("numbers").replaceChildren(table("What was measured of both; one pair says little: look at the effects", ["measure", "A", "B", "B − A", "better"], lines));
  }

  function stagesOf(one) {
    return one.isStart ? [] : [data.geometry[one.row], data.texture[one.row]].filter(function (stage) { return stage >= 0; }).map(function (stage) { return data.stages[stage]; });
  }

  function files(both, details) {
    const seen = details.map(function (stages) { return new Set(stages.filter(Boolean).flatMap(function (stage) { return stage.files.map(function (file) { return file[2]; }); })); });
    at("assets").replaceChildren.apply(at("assets"), both.map(function (one, i) {
      const lines = details[i].filter(Boolean).flatMap(function (stage) {
        return stage.files.map(function (file) {
          return [page.foreign((stage.phase || "geometry") + ": " + file[0]), number(file[1].toLocaleString("en") + " bytes"), page.element("code", { textContent: file[2].slice(0, 16) }),
            seen[1 - i].has(file[2]) ? "the same" : "–"];
        });
      });
      return lines.length === 0 ? page.element("p", { className: "absent", textContent: name(one) + " has no files." })
        : page.element("details", {}, [page.element("summary", { textContent: "AB"[i] + ": " + lines.length + " files" }),
          table("Files of " + "AB"[i], ["file", "size", "SHA-256 begins", "in both"], lines)]);
    }));
  }

  let shown = "";
  let slide = function () {};

  function draw() { page.keepFocus(["choose", "names", "views"], drawBoth); }

  // What hangs on which trials they are is built only when that changes.
  function drawBoth() {
    const both = [side("a"), side("b")];
    const now = both.map(function (one) { return one.index + (one.isStart ? "s" : ""); }).join("/");
    if (now !== shown) {
      shown = now;
      at("choose").replaceChildren(chooser(both[0], "A: " + name(both[0])), chooser(both[1], "B: " + name(both[1])));
      at("names").replaceChildren(page.element("strong", { className: "side-a", textContent: "A " + name(both[0]) }), " and ",
        page.element("strong", { className: "side-b", textContent: "B " + name(both[1]) }), " ",
        page.button("Swap", function () {
          state.set({ a: both[1].index, b: both[0].index, astart: both[1].isStart ? "1" : null, bstart: both[0].isStart ? "1" : null });
        }));
      settings(both[0], both[1]);
      const strips = {};
      ["textured", "grey"].forEach(function (shade) {
        strips[shade] = both.map(function (one) { return one.isStart || data[shade][one.row] < 0 ? null : data.files[data[shade][one.row]]; });
      });
      slide = window.facesweep.overlay(at("views"), data.views, strips, state);
      window.facesweep.twins(at("twins"), both.map(function (one) { return one.isStart || data.mesh[one.row] < 0 ? null : data.files[data.mesh[one.row]]; }), state);
      numbers(both[0], both[1]);
      Promise.all(both.map(function (one) { return Promise.all(stagesOf(one).map(window.facesweep.stage)); })).then(function (details) {
        if (now !== shown) { return; }
        window.facesweep.curves(at("charts"), details);
        files(both, details);
        document.documentElement.dataset.compared = now;
      });
      document.title = "A " + name(both[0]) + ", B " + name(both[1]);
    }
    slide();
  }

  state.onChange(draw);
  draw();
}());
