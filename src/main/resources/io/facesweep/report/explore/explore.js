// Brings the parts of the page together: one state, and whatever changes it draws everything that hangs on it.
(function () {
  "use strict";
  const page = window.facesweep.page;
  const model = window.facesweep.model(window.facesweepSweep);
  const state = window.facesweep.state();
  const marks = window.facesweep.marks(model.data.sweep);
  const at = function (id) { return document.getElementById(id); };
  const PARTS = ["scatter-choices", "heat-choices", "cell-choices", "front", "picked", "cells", "list"]; // that are built anew
  let rows = [];

  function byKey(key) { return model.columns.get(key); }
  function measureOf(key, otherwise) {
    const column = byKey(state.get(key, otherwise));
    return column && column.measure ? column : byKey(otherwise);
  }
  const telling = model.telling(6);
  const cost = byKey("cost_seconds") ? "cost_seconds" : (model.measures[0] || { key: "" }).key;
  const quality = telling.find(function (key) { return byKey(key).measure.better !== "neutral"; }) || telling[0] || cost;

  function axes() {
    const otherwise = model.factors.slice(0, 4).map(function (factor) { return factor.key; }).concat(telling.slice(0, 4));
    const asked = state.list("axes", cost === "" ? otherwise : otherwise.concat([cost]));
    const filtered = state.keys("f.").map(function (key) { return key.slice(2); });
    return asked.concat(filtered.filter(function (key) { return !asked.includes(key) && byKey(key); })); // no filter is unseen
  }
  function drawnMeasures() {
    return axes().map(byKey).filter(function (column) { return column && column.measure; });
  }
  function twoMeasures() { return { x: measureOf("x", cost), y: measureOf("y", quality) }; }
  const levelled = model.factors.concat([model.prompt, model.seed]).filter(function (column) { return column.levels.length > 1; });
  function heatAsked() {
    const pick = function (key, i) {
      const column = byKey(state.get(key, levelled[i] ? levelled[i].key : ""));
      return column && column.levels ? column : levelled[i];
    };
    return { down: pick("down", 0), across: pick("across", 1), measure: measureOf("heat", quality) };
  }
  function cellKeys() {
    const keys = state.list("by", model.factors.map(function (factor) { return factor.key; }))
      .filter(function (key) { return byKey(key) && byKey(key).levels; });
    return keys.length > 0 ? keys : [levelled.length > 0 ? levelled[0].key : "status"];
  }

  const picks = {
    all: function () { return state.list("pick", []).map(Number).filter(function (index) { return model.rowOf.has(index); }); },
    has: function (index) { return picks.all().includes(index); },
    toggle: function (index) {
      const others = picks.all().filter(function (one) { return one !== index; });
      state.set({ pick: (picks.has(index) ? others : others.concat([index]).slice(-2)).join(",") || null });
    }
  };

  const parallel = window.facesweep.parallel(at("parallel"), model, state, axes);
  const scatter = window.facesweep.scatter(at("scatter"), model, state, twoMeasures);
  const filters = window.facesweep.filters(at("axes"), model, state, axes);
  const heat = window.facesweep.heat(at("heat"), model, state, heatAsked);
  const cells = window.facesweep.cells(at("cells"), model, state, cellKeys, drawnMeasures);
  const list = window.facesweep.list(at("list"), model, state, marks, drawnMeasures, picks);

  function named(columns) { return columns.map(function (column) { return [column.key, column.key]; }); }
  function choices() {
    const two = twoMeasures();
    at("scatter-choices").replaceChildren(
      page.choice("across", named(model.measures), two.x.key, function (key) { state.set({ x: key }); }),
      page.choice("up", named(model.measures), two.y.key, function (key) { state.set({ y: key }); }),
      page.button("Save SVG", function () { page.save("scatter.svg", "image/svg+xml", scatter.svg(rows, "Scatter of " + model.data.sweep)); }));
    const want = heatAsked();
    if (want.down) {
      at("heat-choices").replaceChildren(
        page.choice("measure", named(model.measures), want.measure.key, function (key) { state.set({ heat: key }); }),
        page.choice("down", named(levelled), want.down.key, function (key) { state.set({ down: key }); }),
        page.choice("across", named(levelled), want.across ? want.across.key : "", function (key) { state.set({ across: key }); }));
    }
    const keys = cellKeys();
    at("cell-choices").replaceChildren.apply(at("cell-choices"), [page.element("span", { className: "quiet", textContent: "A row for each" })].concat(
      model.factors.concat([model.prompt]).map(function (column) {
        const tick = page.element("input", { type: "checkbox", checked: keys.includes(column.key) });
        tick.addEventListener("change", function () {
          state.set({ by: tick.checked ? keys.concat([column.key]).join(",") : keys.filter(function (key) { return key !== column.key; }).join(",") });
        });
        return page.element("label", { className: "tick" }, [tick, column.key]);
      }), [page.button("Save CSV", function () { page.save("cells.csv", "text/csv", cells.csv(rows)); })]));
  }

  function front(found) {
    const two = twoMeasures();
    const words = Number.isFinite(found.correlation) ? "Correlation " + page.plain(found.correlation) + ". " : "";
    const lines = (found.front || []).map(function (row) {
      return page.element("li", {}, [page.element("a", { href: state.link({ trial: model.data.index[row] }), textContent: "trial " + model.data.index[row] }),
        ": " + two.x.key + " " + two.x.text(row) + ", " + two.y.key + " " + two.y.text(row)]);
    });
    at("front").replaceChildren(
      page.element("p", { textContent: words + (found.front ? "Pareto front, " + lines.length + " of the trials shown: no other is at least as good in both and better in one."
        : "There is no Pareto front: it takes two measures that both have a better end.") }),
      page.element("ul", {}, lines.slice(0, 30)));
  }

  function picked() {
    const row = model.rowOf.get(Number(state.get("trial", "-1")));
    const box = at("picked");
    box.hidden = row === undefined;
    if (row === undefined) { return; }
    const index = model.data.index[row];
    const shots = [model.data.textured[row], model.data.grey[row]].filter(function (strip) { return strip >= 0; }).map(function (strip) {
      return page.element("span", { className: "shot" }, [page.element("img", { src: model.data.files[strip], alt: "Head of trial " + index })]);
    });
    box.replaceChildren(page.element("span", { className: "pair" }, shots),
      page.element("p", {}, [page.element("a", { href: "trials/" + String(index).padStart(5, "0") + ".html", textContent: "Trial " + index }), ": ", page.foreign(model.prompt.text(row)),
        ", seed " + model.seed.text(row)].concat(model.factors.flatMap(function (factor) { return [", ", page.element("code", { textContent: factor.key }), " = ", page.foreign(factor.text(row))]; }))),
      page.button(picks.has(index) ? "Do not compare" : "Compare", function () { picks.toggle(index); }));
  }

  function compareLink() {
    const two = picks.all();
    const box = at("picks");
    box.hidden = two.length === 0;
    box.replaceChildren(two.length === 2
      ? page.element("a", { href: "compare.html#a=" + two[0] + "&b=" + two[1], textContent: "Compare trials " + two[0] + " and " + two[1] })
      : page.element("span", { textContent: "Trial " + two[0] + " is picked: pick another one to compare." }));
  }

  function markTools() {
    const file = page.element("input", { type: "file", accept: ".json", "aria-label": "Stars and notes to take over" });
    file.addEventListener("change", function () {
      file.files[0].text().then(function (text) {
        try { marks.add(text); say("Taken over: marks of " + marks.ids().length + " trials."); }
        catch (error) { say("Cannot take over the file: it is not one of stars and notes."); }
        draw();
      });
    });
    const only = page.element("input", { type: "checkbox", checked: state.get("starred") === "1" });
    only.addEventListener("change", function () { state.set({ starred: only.checked ? "1" : null }); });
    at("marks").replaceChildren(
      page.element("label", { className: "tick" }, [only, "only starred"]),
      page.button("Save CSV of the trials shown", function () { page.save("trials.csv", "text/csv", list.csv(rows)); }),
      page.button("Save stars and notes", function () { page.save("facesweep-marks.json", "application/json", marks.text()); }),
      page.element("label", {}, [page.element("span", { textContent: "take over stars and notes" }), file]),
      page.element("p", { className: "quiet", textContent: marks.isKept() ? "Stars and notes are kept in this browser."
        : "This browser keeps nothing of pages like this one: save stars and notes before you close it." }));
  }

  function say(words) { at("said").textContent = words; }

  // What is far down the page waits until the browser has time: the first drawing is there at once.
  let later = 0;
  function draw() {
    rows = model.shown(state, marks);
    at("shown").textContent = rows.length + " of " + model.size + " trials";
    at("clear").hidden = state.keys("f.").length === 0 && state.get("starred") !== "1";
    filters();
    parallel.draw(rows);
    compareLink();
    window.clearTimeout(later);
    later = window.setTimeout(function () { page.keepFocus(PARTS, drawRest); }, 30);
  }

  function drawRest() {
    if (model.measures.length > 0) {
      choices();
      front(scatter.draw(rows));
      heat(rows);
    } else {
      at("front").textContent = at("heat").textContent = "No trial has been measured yet.";
    }
    picked();
    cells.draw(rows);
    list.draw(rows);
    document.documentElement.dataset.drawn = String(rows.length);
  }

  at("clear").addEventListener("click", function () {
    const none = { starred: null };
    state.keys("f.").forEach(function (key) { none[key] = null; });
    state.set(none);
    markTools();
  });
  at("save-parallel").addEventListener("click", function () {
    page.save("parallel.svg", "image/svg+xml", parallel.svg(rows, "Parallel coordinates of " + model.data.sweep));
  });
  const ask = window.facesweep.pen.onChange(at("parallel").parentElement, draw);
  state.onChange(ask);
  marks.onChange(function () {
    if (!marks.isKept()) { markTools(); }
    if (state.get("starred") === "1") { ask(); }
  });
  markTools();
  draw();
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
}());
