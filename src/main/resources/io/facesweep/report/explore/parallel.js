// Parallel coordinates: an axis a factor or measure, a line a trial. Dragging along an axis keeps the trials that cross there.
(function () {
  "use strict";
  const scales = window.facesweep.scales;
  const TOP = 44;
  const BOTTOM = 14;
  const REACH = 28;

  window.facesweep.parallel = function (canvas, model, state, chosen) {
    const box = canvas.parentElement;
    let layout = [];
    let height = 0;

    function laidOut(width) {
      const columns = chosen().map(function (key) { return model.columns.get(key); }).filter(Boolean);
      const left = 40;
      const gap = columns.length > 1 ? (width - left - 96) / (columns.length - 1) : 0;
      return columns.map(function (column, i) { return { column: column, x: left + i * gap, scale: scales.scale(column) }; });
    }

    function y(axis, row) {
      const value = axis.column.of[row];
      const share = axis.scale.at(value);
      if (!axis.column.levels) { return height - BOTTOM - share * (height - TOP - BOTTOM); }
      const room = Math.min(0.5 / axis.column.levels.length, 0.06); // lines of a level lie side by side
      return height - BOTTOM - (share + (row * 0.618034 % 1 - 0.5) * room) * (height - TOP - BOTTOM);
    }

    function line(row) {
      const points = [];
      layout.forEach(function (axis) { points.push(axis.x, y(axis, row)); });
      return points;
    }

    function paint(pen, width, rows) {
      const isShown = new Uint8Array(model.size);
      rows.forEach(function (row) { isShown[row] = 1; });
      const hidden = [];
      for (let row = 0; row < model.size; row++) { if (!isShown[row]) { hidden.push(line(row)); } }
      pen.lines(hidden, "line", 1, 0.5);
      const alpha = Math.max(0.12, Math.min(0.85, 60 / Math.sqrt(1 + rows.length * 8)));
      scales.byTone(rows, model.columns.get(state.get("tone", model.tone))).forEach(function (some, tone) {
        pen.lines(some.map(line), tone, 1.2, alpha);
      });
      layout.forEach(function (axis, i) {
        pen.lines([[axis.x, TOP, axis.x, height - BOTTOM]], "soft", 1, 1);
        pen.text(scales.shortened(axis.column.key, 22), i === 0 ? 4 : axis.x, i % 2 === 0 ? 14 : 30, i === 0 ? "start" : "middle", "ink");
        axis.scale.ticks.forEach(function (tick) {
          const at = height - BOTTOM - axis.scale.at(tick[0]) * (height - TOP - BOTTOM);
          pen.lines([[axis.x - 3, at, axis.x + 3, at]], "soft", 1, 1);
          pen.text(scales.shortened(tick[1], 14), axis.x + 6, at + 4, "start", "soft");
        });
      });
      model.filters(state).forEach(function (filter) {
        const axis = layout.find(function (one) { return one.column === filter.column; });
        if (!axis) { return; }
        const span = height - TOP - BOTTOM;
        if (filter.column.levels) {
          filter.want.levels.forEach(function (level) {
            const room = span / axis.column.levels.length;
            pen.box(axis.x - 7, height - BOTTOM - (level + 1) * room + 3, 14, room - 6, "focus", 0.35);
          });
        } else {
          const high = Math.min(1, Math.max(0, axis.scale.at(Math.min(filter.want.high, axis.column.high))));
          const low = Math.max(0, Math.min(1, axis.scale.at(Math.max(filter.want.low, axis.column.low))));
          pen.box(axis.x - 7, height - BOTTOM - high * span, 14, Math.max(3, (high - low) * span), "focus", 0.35);
        }
      });
    }

    function draw(rows) {
      const width = Math.max(box.clientWidth, chosen().length * 110);
      height = 340;
      canvas.style.width = width + "px";
      canvas.style.height = height + "px";
      layout = laidOut(width);
      paint(window.facesweep.pen.onCanvas(canvas, width, height), width, rows);
      canvas.setAttribute("aria-label", "Parallel coordinates of " + rows.length + " of " + model.size + " trials over "
        + layout.map(function (axis) { return axis.column.key; }).join(", ") + ". The fields below filter, the table of trials has the values.");
    }

    function svg(rows, label) {
      const pen = window.facesweep.pen.inSvg(parseFloat(canvas.style.width), height, label);
      paint(pen, 0, rows);
      return pen.source();
    }

    // What a drag from one height to another asks for; null for a mere click, which lets all through.
    function asked(axis, from, to) {
      if (Math.abs(from - to) < 4) {
        if (!axis.column.levels) { return null; }
        const level = Math.round(axis.scale.back(share(from)));
        return state.get("f." + axis.column.key, null) === String(level) ? null : String(level);
      }
      const low = axis.scale.back(share(Math.max(from, to)));
      const high = axis.scale.back(share(Math.min(from, to)));
      if (!axis.column.levels) { return low.toPrecision(5) + ".." + high.toPrecision(5); }
      const levels = axis.column.levels.map(function (level, i) { return i; }).filter(function (i) { return i >= low && i <= high; });
      return levels.length > 0 ? levels.join(",") : null;
    }

    function share(at) {
      return Math.max(0, Math.min(1, (height - BOTTOM - at) / (height - TOP - BOTTOM)));
    }

    function nearest(x) {
      let best = null;
      layout.forEach(function (axis) {
        if (Math.abs(axis.x - x) < REACH && (!best || Math.abs(axis.x - x) < Math.abs(best.x - x))) { best = axis; }
      });
      return best;
    }

    let drag = null;
    canvas.addEventListener("pointerdown", function (event) {
      const place = canvas.getBoundingClientRect();
      const axis = nearest(event.clientX - place.left);
      if (axis) {
        drag = { axis: axis, from: event.clientY - place.top };
        event.preventDefault();
      }
    });
    function move(event, isLast) {
      if (!drag) { return; }
      const to = event.clientY - canvas.getBoundingClientRect().top;
      if (isLast || Math.abs(to - drag.from) >= 4) {
        state.set({ ["f." + drag.axis.column.key]: asked(drag.axis, drag.from, to) });
      }
    }
    window.addEventListener("pointermove", function (event) { move(event, false); });
    window.addEventListener("pointerup", function (event) { move(event, true); drag = null; });
    window.addEventListener("pointercancel", function () { drag = null; });

    return { draw: draw, svg: svg };
  };
}());
