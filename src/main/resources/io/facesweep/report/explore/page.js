// Building pages of texts that may be anything, and numbers for people.
(function () {
  "use strict";
  window.facesweep = window.facesweep || {};

  // An element with properties, attributes (names with a dash, and role) and children; texts become text.
  function element(name, properties, children) {
    const made = document.createElement(name);
    Object.keys(properties || {}).forEach(function (key) {
      if (key.includes("-") || key === "role" || key === "for") { made.setAttribute(key, properties[key]); }
      else { made[key] = properties[key]; }
    });
    (children || []).forEach(function (child) {
      if (child !== null) { made.append(child); }
    });
    return made;
  }

  // Text of a user, which may run from right to left.
  function foreign(text) {
    return element("bdi", { dir: "auto", textContent: text });
  }

  function choice(label, options, chosen, change) {
    const select = element("select", {});
    options.forEach(function (option) {
      select.append(element("option", { value: option[0], textContent: option[1], selected: option[0] === chosen }));
    });
    select.addEventListener("change", function () { change(select.value); });
    return element("label", {}, [element("span", { textContent: label }), select]);
  }

  function button(text, press, properties) {
    const made = element("button", Object.assign({ type: "button", textContent: text }, properties));
    made.addEventListener("click", press);
    return made;
  }

  // Lets the names in an element break after dots and underscores, where paper or a phone is narrow.
  function breakable(made) {
    const parts = made.textContent.split(/(?<=[._])/);
    made.replaceChildren.apply(made, parts.flatMap(function (part, i) { return i === 0 ? [part] : [element("wbr"), part]; }));
    return made;
  }

  // Draws parts of a page anew and leaves the focus where it was, for who works with the keyboard.
  function keepFocus(ids, redraw) {
    const inside = function (box) { return Array.from(box.querySelectorAll("a, button, select, input, summary")); };
    const active = document.activeElement;
    const box = ids.map(function (id) { return document.getElementById(id); }).find(function (one) { return one.contains(active); });
    const place = box ? inside(box).indexOf(active) : -1;
    redraw();
    if (place >= 0 && !active.isConnected && inside(box)[place]) { inside(box)[place].focus({ preventScroll: true }); }
  }

  function plain(value) {
    if (!Number.isFinite(value)) { return "–"; }
    const size = Math.abs(value);
    let text;
    if (size === 0) { text = "0"; }
    else if (size >= 1e6 || size < 1e-3) { text = size.toExponential(2).replace("e+", "e"); }
    else { text = size.toFixed(Math.max(0, 2 - Math.floor(Math.log10(size)))); }
    return value < 0 ? "−" + text : text;
  }

  function signed(value) {
    return value > 0 ? "+" + plain(value) : plain(value);
  }

  // About so many round numbers within a range.
  function ticks(low, high, count) {
    if (!(high > low)) { return [low]; }
    const rough = (high - low) / Math.max(1, count);
    const power = Math.pow(10, Math.floor(Math.log10(rough)));
    const step = power * [1, 2, 5, 10].find(function (factor) { return factor * power >= rough * 0.999; });
    const found = [];
    for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) { found.push(i * step); }
    return found;
  }

  // How a tick is written: no more digits than the step between ticks has.
  function tickText(value, all) {
    const step = all.length > 1 ? Math.abs(all[1] - all[0]) : 0;
    if (step === 0 || Math.abs(value) >= 1e6 || step < 1e-5) { return plain(value); }
    const text = Math.abs(value).toFixed(Math.max(0, -Math.floor(Math.log10(step) + 1e-9)));
    return value < 0 ? "−" + text : text;
  }

  function save(name, type, text) {
    const link = element("a", { href: URL.createObjectURL(new Blob([text], { type: type })), download: name });
    link.click();
    window.setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
  }

  // A spreadsheet takes a text that begins so for a formula.
  function csv(rows) {
    return rows.map(function (row) {
      return row.map(function (cell) {
        let text = cell === null || cell === undefined || Number.isNaN(cell) ? "" : String(cell);
        if (typeof cell === "string" && /^[=+\-@\t\r]/.test(text)) { text = "'" + text; }
        return /[",\n\r]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
      }).join(",");
    }).join("\n") + "\n";
  }

  window.facesweep.page = {
    element: element, foreign: foreign, choice: choice, button: button, breakable: breakable, keepFocus: keepFocus, plain: plain, signed: signed, ticks: ticks, tickText: tickText,
    save: save, csv: csv
  };
}());
