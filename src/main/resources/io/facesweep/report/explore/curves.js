// The step curves of two trials, each measure in one chart.
(function () {
  "use strict";
  const page = window.facesweep.page;
  const SVG = "http://www.w3.org/2000/svg";
  const WIDTH = 460;
  const HEIGHT = 210;
  const LEFT = 60;
  const RIGHT = 10;
  const TOP = 10;
  const BOTTOM = 36;

  function part(name, attributes, words) {
    const made = document.createElementNS(SVG, name);
    Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
    if (words !== undefined) { made.textContent = words; }
    return made;
  }

  function ends(lines, offset) {
    let low = Infinity;
    let high = -Infinity;
    lines.forEach(function (line) {
      for (let i = offset; i < line.points.length; i += 2) {
        low = Math.min(low, line.points[i]);
        high = Math.max(high, line.points[i]);
      }
    });
    return [low, high];
  }

  // Lines are {name, tone, points: [step, value, step, value ...]}.
  function chart(title, lines) {
    const steps = ends(lines, 0);
    const values = ends(lines, 1);
    const isLog = values[0] > 0 && values[1] / values[0] > 30;
    const to = function (value) { return isLog ? Math.log10(value) : value; };
    const pad = values[1] > values[0] ? (to(values[1]) - to(values[0])) * 0.04 : Math.max(1e-9, Math.abs(values[0]) * 0.1);
    const low = to(values[0]) - pad;
    const high = to(values[1]) + pad;
    const x = function (step) { return LEFT + (step - steps[0]) / Math.max(1, steps[1] - steps[0]) * (WIDTH - LEFT - RIGHT); };
    const y = function (value) { return HEIGHT - BOTTOM - (to(value) - low) / (high - low) * (HEIGHT - TOP - BOTTOM); };
    const last = lines.map(function (line) { return line.name + " ends at " + page.plain(line.points[line.points.length - 1]); }).join(", ");
    const svg = part("svg", { class: "curves", viewBox: "0 0 " + WIDTH + " " + HEIGHT, width: WIDTH, height: HEIGHT, role: "img", "aria-label": title + " by step: " + last });
    let marks = page.ticks(low, high, 4);
    if (isLog) {
      const whole = marks.filter(function (mark) { return Math.abs(mark - Math.round(mark)) < 1e-9; });
      marks = whole.length > 1 ? whole : marks;
    }
    marks.forEach(function (mark) {
      const value = isLog ? Math.pow(10, mark) : mark;
      svg.append(part("line", { class: "grid", x1: LEFT, x2: WIDTH - RIGHT, y1: y(value), y2: y(value) }),
        part("text", { class: "tick", "text-anchor": "end", x: LEFT - 6, y: y(value) + 4 }, isLog ? page.plain(value) : page.tickText(value, marks)));
    });
    const along = page.ticks(steps[0], steps[1], 5).filter(Number.isInteger);
    along.forEach(function (step) {
      svg.append(part("text", { class: "tick", "text-anchor": "middle", x: x(step), y: HEIGHT - 18 }, page.tickText(step, along)));
    });
    svg.append(part("text", { class: "tick", "text-anchor": "end", x: WIDTH - RIGHT, y: HEIGHT - 4 }, "step"));
    lines.forEach(function (line) {
      const places = [];
      for (let i = 0; i < line.points.length; i += 2) { places.push(x(line.points[i]).toFixed(1) + "," + y(line.points[i + 1]).toFixed(1)); }
      svg.append(part("polyline", { class: "line " + line.tone, points: places.join(" ") }));
    });
    return svg;
  }

  // Details of the stages of both: [[detail, ...], [detail, ...]].
  window.facesweep.curves = function (box, details) {
    const charts = new Map();
    details.forEach(function (stages, side) {
      stages.filter(Boolean).forEach(function (stage) {
        Object.keys(stage.curves).forEach(function (series) {
          const title = stage.phase + ": " + series;
          if (!charts.has(title)) { charts.set(title, []); }
          charts.get(title).push({ name: "AB"[side], tone: "tone-" + side, points: stage.curves[series] });
        });
      });
    });
    if (charts.size === 0) {
      box.replaceChildren(page.element("p", { className: "absent", textContent: "There are no step curves of these." }));
      return;
    }
    const legend = page.element("ul", { className: "legend" }, [
      page.element("li", { className: "tone-0", textContent: "A" }), page.element("li", { className: "tone-1", textContent: "B" })]);
    box.replaceChildren(legend, page.element("div", { className: "charts" }, Array.from(charts, function (entry) {
      return page.element("figure", {}, [page.element("figcaption", { textContent: entry[0] }), chart(entry[0], entry[1])]);
    })));
  };
}());
