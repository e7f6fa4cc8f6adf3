// The pages read well without this script; it adds the choice of views, settings and filters.
(function () {
  "use strict";
  var root = document.documentElement;

  function stored(key, value) {
    try {
      if (value === undefined) { return window.localStorage.getItem("facesweep-" + key); }
      window.localStorage.setItem("facesweep-" + key, value);
    } catch (denied) { /* a browser may forbid storage to pages from disk */ }
    return null;
  }

  function themes() {
    var theme = stored("theme");
    if (theme) { root.dataset.theme = theme; }
    var button = document.getElementById("theme");
    if (!button) { return; }
    button.addEventListener("click", function () {
      var dark = root.dataset.theme ? root.dataset.theme === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      stored("theme", root.dataset.theme);
    });
  }

  function views() {
    document.querySelectorAll("input[name=view]").forEach(function (input) {
      input.addEventListener("change", function () { root.dataset.view = input.value; });
      if (input.checked) { root.dataset.view = input.value; }
    });
  }

  function shot(strip, words) {
    var frame = document.createElement("span");
    frame.className = "shot" + (strip ? "" : " absent");
    if (!strip) { frame.textContent = "no picture"; return frame; }
    var image = document.createElement("img");
    image.src = strip;
    image.alt = words;
    frame.appendChild(image);
    return frame;
  }

  function pair(trial) {
    if (!trial) {
      var none = document.createElement("span");
      none.className = "absent";
      none.textContent = "not planned";
      return none;
    }
    var link = document.createElement("a");
    link.className = "pair";
    link.href = trial.page;
    if (trial.textured || trial.grey) {
      link.appendChild(shot(trial.textured, "Textured head, trial " + trial.index));
      link.appendChild(shot(trial.grey, "Grey head, trial " + trial.index));
    }
    if (trial.status !== "done" || !link.firstChild) {
      var note = document.createElement("span");
      note.className = "absent " + trial.status;
      note.textContent = trial.status === "failed" ? "failed" : trial.status === "done" ? "no pictures" : "not run";
      link.appendChild(note);
    }
    return link;
  }

  function matrices(data) {
    var byKey = new Map();
    function key(prompt, seed, levels) { return prompt + "/" + seed + "/" + levels.join(","); }
    data.trials.forEach(function (trial) {
      var k = key(trial.prompt, trial.seed, trial.levels);
      if (!byKey.has(k)) { byKey.set(k, trial); }
    });
    document.querySelectorAll("[data-choices]").forEach(function (choices) {
      var factor = Number(choices.dataset.choices);
      var table = document.querySelector('table.matrix[data-factor="' + factor + '"]');
      choices.addEventListener("change", function () {
        var seed = 0;
        var levels = data.factors.map(function () { return 0; });
        choices.querySelectorAll("select").forEach(function (select) {
          if (select.dataset.key === "seed") { seed = Number(select.value); }
          else { levels[Number(select.dataset.key.slice(6))] = Number(select.value); }
        });
        table.querySelectorAll("td[data-prompt]").forEach(function (cell) {
          levels[factor] = Number(cell.dataset.level);
          cell.replaceChildren(pair(byKey.get(key(Number(cell.dataset.prompt), seed, levels))));
        });
      });
    });
  }

  function filters(data) {
    var box = document.getElementById("filters");
    if (!box) { return; }
    var selects = Array.from(box.querySelectorAll("select"));
    var rows = Array.from(document.querySelectorAll("tr[data-trial]"));
    var byIndex = new Map(data.trials.map(function (trial) { return [trial.index, trial]; }));

    function value(trial, name) {
      if (name === "prompt") { return data.prompts[trial.prompt]; }
      if (name === "seed") { return data.seeds[trial.seed]; }
      if (name === "status") { return trial.status; }
      var factor = data.factors.findIndex(function (f) { return f.name === name; });
      return factor < 0 ? undefined : data.factors[factor].levels[trial.levels[factor]];
    }

    function apply() {
      var shown = 0;
      rows.forEach(function (row) {
        var trial = byIndex.get(Number(row.dataset.trial));
        var fits = selects.every(function (select) {
          return select.value === "" || "=" + value(trial, select.dataset.filter) === select.value;
        });
        row.hidden = !fits;
        shown += fits ? 1 : 0;
      });
      document.getElementById("shown").textContent = shown + " of " + rows.length + " trials";
    }

    function fromHash(scroll) {
      if (window.location.hash.indexOf("#trials?") !== 0) { return; }
      var wanted = new URLSearchParams(window.location.hash.slice(8));
      selects.forEach(function (select) {
        var level = wanted.get(select.dataset.filter);
        select.value = level === null ? "" : "=" + level;
        if (select.selectedIndex < 0) { select.value = ""; }
      });
      apply();
      if (scroll) { document.getElementById("trials").scrollIntoView(); }
    }

    box.addEventListener("change", function () {
      apply();
      var wanted = new URLSearchParams();
      selects.forEach(function (select) {
        if (select.value !== "") { wanted.set(select.dataset.filter, select.value.slice(1)); }
      });
      history.replaceState(null, "", "#trials?" + wanted.toString());
    });
    window.addEventListener("hashchange", function () { fromHash(true); });
    fromHash(true);
  }

  // Paper has no scrolling and nothing to unfold.
  function printing() {
    var opened = [];
    window.addEventListener("beforeprint", function () {
      document.querySelectorAll("img[loading=lazy]").forEach(function (image) { image.loading = "eager"; });
      opened = Array.from(document.querySelectorAll("details:not([open])"));
      opened.forEach(function (details) { details.open = true; });
    });
    window.addEventListener("afterprint", function () {
      opened.forEach(function (details) { details.open = false; });
    });
  }

  themes();
  printing();
  views();
  if (window.facesweepTrials) {
    matrices(window.facesweepTrials);
    filters(window.facesweepTrials);
  }
}());
