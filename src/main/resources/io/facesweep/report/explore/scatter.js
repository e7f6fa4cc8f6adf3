// Any measure against any other, and the trials that no other beats in both: the Pareto front.
(function () {
  "use strict";
  const scales = window.facesweep.scales;
  const LEFT = 64;
  const RIGHT = 16;
  const TOP = 14;
  const BOTTOM = 46;

  // Rows that no other row is at least as good as in both and better in one, by x; null where a measure has no better end.
  function front(rows, x, y) {
    const signs = [x, y].map(function (column) {
      return column.measure.better === "higher" ? 1 : column.measure.better === "lower" ? -1 : 0;
    });
    if (signs.includes(0) || x === y) { return null; }
    const sorted = rows.filter(function (row) { return !Number.isNaN(x.of[row]) && !Number.isNaN(y.of[row]); })
      .sort(function (a, b) { return signs[0] * (x.of[b] - x.of[a]) || signs[1] * (y.of[b] - y.of[a]); });
    let best = -Infinity;
    return sorted.filter(function (row) {
      const isBetter = signs[1] * y.of[row] > best;
      best = Math.max(best, signs[1] * y.of[row]);
      return isBetter;
    });
  }

  // Pearson's correlation; NaN where there is none.
  function correlation(rows, x, y) {
    const pairs = rows.filter(function (row) { return !Number.isNaN(x.of[row]) && !Number.isNaN(y.of[row]); });
    const mean = function (column) { return pairs.reduce(function (sum, row) { return sum + column.of[row]; }, 0) / pairs.length; };
    const means = [mean(x), mean(y)];
    let xx = 0;
    let yy = 0;
    let xy = 0;
    pairs.forEach(function (row) {
      const dx = x.of[row] - means[0];
      const dy = y.of[row] - means[1];
      xx += dx * dx;
      yy += dy * dy;
      xy += dx * dy;
    });
    return xy / Math.sqrt(xx * yy);
  }

  window.facesweep.scatter = function (canvas, model, state, measuresOf) {
    const box = canvas.parentElement;
    let places = [];

    function paint(pen, width, height, rows) {
      const axes = measuresOf();
      const xs = scales.scale(axes.x);
      const ys = scales.scale(axes.y);
      const x = function (row) { return LEFT + xs.at(axes.x.of[row]) * (width - LEFT - RIGHT); };
      const y = function (row) { return height - BOTTOM - ys.at(axes.y.of[row]) * (height - TOP - BOTTOM); };
      xs.ticks.forEach(function (tick) {
        const at = LEFT + xs.at(tick[0]) * (width - LEFT - RIGHT);
        pen.lines([[at, TOP, at, height - BOTTOM]], "line", 1, 1);
        pen.text(tick[1], at, height - BOTTOM + 16, "middle", "soft");
      });
      ys.ticks.forEach(function (tick) {
        const at = height - BOTTOM - ys.at(tick[0]) * (height - TOP - BOTTOM);
        pen.lines([[LEFT, at, width - RIGHT, at]], "line", 1, 1);
        pen.text(tick[1], LEFT - 6, at + 4, "end", "soft");
      });
      pen.text(axes.x.key + " (" + scales.shortened(axes.x.measure.unit, 40) + ")", width - RIGHT, height - 8, "end", "ink");
      pen.text(axes.y.key + " (" + scales.shortened(axes.y.measure.unit, 40) + ")", 4, TOP - 2, "start", "ink");
      places = [];
      const radius = rows.length > 2000 ? 2 : rows.length > 400 ? 3 : 4;
      scales.byTone(rows, model.columns.get(state.get("tone", model.tone))).forEach(function (some, tone) {
        const dots = [];
        some.forEach(function (row) {
          const at = [x(row), y(row)];
          if (!Number.isNaN(at[0] + at[1])) {
            dots.push(at[0], at[1]);
            places.push([at[0], at[1], row]);
          }
        });
        pen.dots(dots, radius, tone, rows.length > 400 ? 0.5 : 0.8, false);
      });
      const best = front(rows, axes.x, axes.y);
      if (best && best.length > 0) {
        const line = [];
        best.forEach(function (row, i) {
          if (i > 0) { line.push(x(row), y(best[i - 1])); } // a step: what is between two is not reached
          line.push(x(row), y(row));
        });
        pen.lines([line], "ink", 1.5, 1);
        pen.dots(best.flatMap(function (row) { return [x(row), y(row)]; }), radius + 2.5, "ink", 1, true);
      }
      const picked = model.rowOf.get(Number(state.get("trial", "-1")));
      if (picked !== undefined && !Number.isNaN(x(picked) + y(picked))) { pen.dots([x(picked), y(picked)], radius + 5, "focus", 1, true); }
      return best;
    }

    function draw(rows) {
      const width = box.clientWidth;
      const height = Math.round(Math.min(460, Math.max(300, width * 0.6)));
      canvas.style.height = height + "px";
      const axes = measuresOf();
      const best = paint(window.facesweep.pen.onCanvas(canvas, width, height), width, height, rows);
      const r = correlation(rows, axes.x, axes.y);
      canvas.setAttribute("aria-label", "Scatter of " + axes.y.key + " against " + axes.x.key + ", " + rows.length + " trials"
        + (Number.isFinite(r) ? ", correlation " + window.facesweep.page.plain(r) : "") + ". The trials of the front are listed beside it, all values are in the table of trials.");
      return { front: best, correlation: r };
    }

    function svg(rows, label) {
      const width = box.clientWidth;
      const height = parseFloat(canvas.style.height);
      const pen = window.facesweep.pen.inSvg(width, height, label);
      paint(pen, width, height, rows);
      return pen.source();
    }

    canvas.addEventListener("click", function (event) {
      const place = canvas.getBoundingClientRect();
      let best = null;
      let least = 14;
      places.forEach(function (dot) {
        const distance = Math.hypot(dot[0] - (event.clientX - place.left), dot[1] - (event.clientY - place.top));
        if (distance < least) { least = distance; best = dot[2]; }
      });
      if (best !== null) { state.set({ trial: model.data.index[best] }); }
    });

    return { draw: draw, svg: svg };
  };
  window.facesweep.scatter.front = front;
}());
