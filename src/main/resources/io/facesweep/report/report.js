// The pages read well without this script; it adds the choice of views, settings and filters, and files of charts.
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
    image.loading = "lazy";
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

  // The state of a part of the page lies behind its name in the address: #pictures?seed=1
  function state(part) {
    var hash = window.location.hash;
    return hash.indexOf("#" + part + "?") === 0 ? new URLSearchParams(hash.slice(part.length + 2)) : null;
  }

  function keep(part, wanted) { history.replaceState(null, "", "#" + part + "?" + wanted.toString()); }

  function cell(tag, text, scope) {
    var made = document.createElement(tag);
    if (scope) { made.setAttribute("scope", scope); }
    if (text !== undefined) { made.appendChild(foreign(text)); }
    return made;
  }

  function foreign(text) {
    var made = document.createElement("bdi");
    made.dir = "auto";
    made.textContent = text;
    return made;
  }

  function code(text) {
    var made = document.createElement("code");
    made.textContent = text;
    return made;
  }

  function matrix(data) {
    var choices = document.getElementById("matrix-choices");
    var table = document.querySelector("table.matrix");
    if (!choices || !table || table.dataset.columns === "-1") { return; }
    var byKey = new Map();
    function key(prompt, seed, levels) { return prompt + "/" + seed + "/" + levels.join(","); }
    data.trials.forEach(function (trial) {
      var k = key(trial.prompt, trial.seed, trial.levels);
      if (!byKey.has(k)) { byKey.set(k, trial); }
    });
    var selects = Array.from(choices.querySelectorAll("select"));
    var prompts = table.tBodies[0].rows.length;

    function draw() {
      var chosen = { columns: Number(table.dataset.columns), seed: 0, prompts: 0 };
      selects.forEach(function (select) { chosen[select.dataset.key] = Number(select.value); });
      var levels = data.factors.map(function (f, i) { return chosen["level-" + i] || 0; });
      var factor = data.factors[chosen.columns];
      selects.forEach(function (select) {
        select.parentNode.hidden = select.dataset.key === "level-" + chosen.columns;
      });
      var head = document.createElement("tr");
      head.appendChild(document.createElement("td"));
      factor.levels.forEach(function (level) {
        var th = cell("th", undefined, "col");
        th.append(code(factor.name), " = ", foreign(level));
        head.appendChild(th);
      });
      table.tHead.replaceChildren(head);
      var shared = data.factors.map(function (f, i) { return f.name + " = " + f.levels[levels[i]]; });
      shared.splice(chosen.columns, 1);
      document.getElementById("matrix-settings").replaceChildren(foreign(shared.concat("seed " + data.seeds[chosen.seed]).join(", ")));
      var rows = data.prompts.slice(chosen.prompts * prompts, (chosen.prompts + 1) * prompts).map(function (text, i) {
        var row = document.createElement("tr");
        row.appendChild(cell("th", text, "row"));
        factor.levels.forEach(function (level, at) {
          levels[chosen.columns] = at;
          var td = document.createElement("td");
          td.appendChild(pair(byKey.get(key(chosen.prompts * prompts + i, chosen.seed, levels))));
          row.appendChild(td);
        });
        return row;
      });
      table.tBodies[0].replaceChildren.apply(table.tBodies[0], rows);
    }

    function fromHash() {
      var wanted = state("pictures");
      if (!wanted) { return; }
      selects.forEach(function (select) {
        var value = wanted.get(select.dataset.key);
        if (value !== null) {
          select.value = value;
          if (select.selectedIndex < 0) { select.selectedIndex = 0; }
        }
      });
      var view = document.querySelector('input[name=view][value="' + CSS.escape(wanted.get("view") || "") + '"]');
      if (view) { view.checked = true; root.dataset.view = view.value; }
      draw();
      document.getElementById("pictures").scrollIntoView();
    }

    function toHash() {
      var wanted = new URLSearchParams();
      selects.forEach(function (select) {
        if (!select.parentNode.hidden) { wanted.set(select.dataset.key, select.value); }
      });
      if (root.dataset.view !== "0") { wanted.set("view", root.dataset.view); }
      keep("pictures", wanted);
    }

    choices.addEventListener("change", function () { draw(); toHash(); });
    document.querySelectorAll("input[name=view]").forEach(function (input) {
      input.addEventListener("change", function () { if (state("pictures")) { toHash(); } });
    });
    window.addEventListener("hashchange", fromHash);
    fromHash();
  }

  function trialRow(data, trial) {
    var row = document.createElement("tr");
    row.dataset.trial = trial.index;
    var head = cell("th", undefined, "row");
    var link = document.createElement("a");
    link.href = trial.page;
    link.textContent = trial.index;
    head.appendChild(link);
    var thumb = document.createElement("td");
    thumb.className = "thumb";
    if (trial.textured || trial.grey) { thumb.appendChild(shot(trial.textured || trial.grey, "")); }
    var seed = cell("td");
    seed.className = "number";
    seed.textContent = data.seeds[trial.seed];
    var status = cell("td");
    var mark = document.createElement("span");
    mark.className = "status " + trial.status;
    mark.textContent = trial.status;
    status.appendChild(mark);
    var cost = cell("td");
    cost.className = "number";
    cost.textContent = trial.cost;
    row.append(head, thumb, cell("td", data.prompts[trial.prompt]), seed);
    trial.levels.forEach(function (level, i) { row.appendChild(cell("td", data.factors[i].levels[level])); });
    row.append(status, cost);
    return row;
  }

  function filters(data) {
    var box = document.getElementById("filters");
    if (!box) { return; }
    var selects = Array.from(box.querySelectorAll("select"));
    var body = document.querySelector("table.trials").tBodies[0];
    var rows = Array.from(body.rows);
    var page = rows.length;
    var isWhole = page === data.trials.length;
    var more = document.getElementById("more");
    var byIndex = new Map(data.trials.map(function (trial) { return [trial.index, trial]; }));
    var limit = page;

    function value(trial, name) {
      if (name === "prompt") { return data.prompts[trial.prompt]; }
      if (name === "seed") { return data.seeds[trial.seed]; }
      if (name === "status") { return trial.status; }
      var factor = data.factors.findIndex(function (f) { return f.name === name; });
      return factor < 0 ? undefined : data.factors[factor].levels[trial.levels[factor]];
    }

    function fits(trial) {
      return selects.every(function (select) {
        return select.value === "" || "=" + value(trial, select.dataset.filter) === select.value;
      });
    }

    function apply() {
      var found = data.trials.filter(fits);
      if (isWhole) {
        rows.forEach(function (row) { row.hidden = !fits(byIndex.get(Number(row.dataset.trial))); });
      } else {
        body.replaceChildren.apply(body, found.slice(0, limit).map(function (trial) { return trialRow(data, trial); }));
      }
      if (more) { more.hidden = found.length <= limit; }
      document.getElementById("shown").textContent = found.length + " of " + data.trials.length + " trials";
    }

    function fromHash(scroll) {
      var wanted = state("trials");
      if (!wanted) { return; }
      selects.forEach(function (select) {
        var level = wanted.get(select.dataset.filter);
        select.value = level === null ? "" : "=" + level;
        if (select.selectedIndex < 0) { select.value = ""; }
      });
      limit = page;
      apply();
      if (scroll) { document.getElementById("trials").scrollIntoView(); }
    }

    box.addEventListener("change", function () {
      limit = page;
      apply();
      var wanted = new URLSearchParams();
      selects.forEach(function (select) {
        if (select.value !== "") { wanted.set(select.dataset.filter, select.value.slice(1)); }
      });
      keep("trials", wanted);
    });
    if (more) {
      more.hidden = false;
      more.addEventListener("click", function () { limit += page; apply(); });
    }
    window.addEventListener("hashchange", function () { fromHash(true); });
    fromHash(true);
  }

  // A chart as a file of its own: what its classes look like on white paper is written into it.
  var LOOKS = ["fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "opacity", "color", "font-size", "font-family", "font-weight"];
  var SVG = "http://www.w3.org/2000/svg";

  function onPaper(work) {
    var theme = root.dataset.theme;
    root.dataset.theme = "light";
    try { return work(); } finally {
      if (theme) { root.dataset.theme = theme; } else { delete root.dataset.theme; }
    }
  }

  function styled(svg) {
    var copy = svg.cloneNode(true);
    var to = [copy].concat(Array.from(copy.querySelectorAll("*")));
    [svg].concat(Array.from(svg.querySelectorAll("*"))).forEach(function (node, i) {
      var looks = window.getComputedStyle(node);
      LOOKS.forEach(function (name) { to[i].setAttribute(name, looks.getPropertyValue(name)); });
      to[i].removeAttribute("class");
    });
    return copy;
  }

  function words(x, y, text, colour) {
    var made = document.createElementNS(SVG, "text");
    [["x", x], ["y", y], ["font-size", 12], ["font-family", "sans-serif"], ["fill", colour]].forEach(function (a) { made.setAttribute(a[0], a[1]); });
    made.textContent = text;
    return made;
  }

  function whole(title, width, height, parts) {
    var svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("width", width);
    svg.setAttribute("height", height);
    svg.setAttribute("viewBox", "0 0 " + width + " " + height);
    var name = document.createElementNS(SVG, "title");
    name.textContent = title;
    svg.appendChild(name);
    parts.forEach(function (part) { svg.appendChild(part); });
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(svg);
  }

  function chartText(figure) {
    var svg = figure.querySelector("svg");
    var box = svg.viewBox.baseVal;
    var legend = Array.from(figure.querySelectorAll(".legend li"));
    var title = figure.querySelector("figcaption").textContent;
    var parts = [styled(svg)].concat(legend.map(function (item, i) {
      return words(58, box.height + 14 + 18 * i, "— " + item.textContent, window.getComputedStyle(item).color);
    }));
    return whole(title, box.width, box.height + 18 * legend.length + (legend.length ? 6 : 0), parts);
  }

  // The drawings of a table of effects under each other, with their measures and what is found.
  function effectsText(table, title) {
    var parts = [];
    var y = 0;
    table.querySelectorAll("svg.effect").forEach(function (svg) {
      var row = svg.closest("tr");
      var box = svg.viewBox.baseVal;
      var copy = styled(svg);
      copy.setAttribute("x", 200);
      copy.setAttribute("y", y);
      copy.setAttribute("width", box.width);
      copy.setAttribute("height", box.height);
      parts.push(words(0, y + 16, row.querySelector("th code").textContent, "#1c1d1f"), copy,
        words(210 + box.width, y + 16, row.querySelector(".verdict").textContent, "#1c1d1f"));
      y += box.height + 4;
    });
    return whole(title, 620, y, parts);
  }

  function save(name, type, text) {
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: type }));
    link.download = name;
    link.click();
    window.setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  }

  function saver(title, text) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "save";
    button.textContent = "SVG";
    button.setAttribute("aria-label", "Save as SVG: " + title);
    button.addEventListener("click", function () {
      var name = title.toLowerCase().replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "") || "chart";
      save(name + ".svg", "image/svg+xml", onPaper(text));
    });
    return button;
  }

  function charts() {
    document.querySelectorAll("figure.chart").forEach(function (figure) {
      figure.appendChild(saver(figure.querySelector("figcaption").textContent, function () { return chartText(figure); }));
    });
    document.querySelectorAll("table.effects").forEach(function (table) {
      var title = table.caption.textContent;
      table.caption.append(" ", saver(title, function () { return effectsText(table, title); }));
    });
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

  function ago(seconds) {
    var units = [["day", 86400], ["hour", 3600], ["minute", 60]];
    for (var i = 0; i < units.length; i += 1) {
      var count = Math.floor(seconds / units[i][1]);
      if (count > 0) { return ", " + count + " " + units[i][0] + (count > 1 ? "s" : "") + " ago"; }
    }
    return "";
  }

  // Whoever was killed writes nothing more: how long ago a run was heard of is for this page's clock to say.
  function heard() {
    var line = document.querySelector("[data-heard]");
    if (!line) { return; }
    var first = line.querySelector("strong"), span = line.querySelector(".ago"), time = Date.parse(line.dataset.heard);
    function tell() {
      var seconds = (Date.now() - time) / 1000, text = ago(seconds);
      if (seconds > Number(line.dataset.late)) {
        first.textContent = "The sweep was running, and may have been stopped.";
        text += ". Had it gone on, there would be a newer report. facesweep run goes on from here";
      }
      if (span.textContent !== text) { span.textContent = text; }
    }
    tell();
    window.setInterval(tell, 10000);
  }

  themes();
  heard();
  printing();
  views();
  charts();
  if (window.facesweepTrials) {
    matrix(window.facesweepTrials);
    filters(window.facesweepTrials);
  }
}());
