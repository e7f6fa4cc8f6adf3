// Means and intervals by combination of factors: all that is equal but the seed, and the prompt where it is not asked for, is one row.
(function () {
  "use strict";
  const page = window.facesweep.page;
  const MOST = 200;

  window.facesweep.cells = function (box, model, state, keysOf, measuresOf) {
    function table(rows) {
      const keys = keysOf();
      const measures = measuresOf();
      const lines = model.groups(rows, keys).map(function (group) {
        return { levels: group.levels, trials: group.rows.length, of: measures.map(function (column) { return model.summary(group.rows, column); }) };
      });
      const by = measures.findIndex(function (column) { return column.key === state.get("cellsort", ""); });
      if (by >= 0) {
        const sign = measures[by].measure.better === "lower" ? 1 : -1; // the better end first
        lines.sort(function (a, b) {
          const difference = sign * (a.of[by].mean - b.of[by].mean);
          return Number.isNaN(difference) ? (Number.isNaN(a.of[by].mean) ? 1 : -1) : difference;
        });
      }
      return { keys: keys, measures: measures, lines: lines };
    }

    // The best means of a measure: of those that have a better end.
    function best(made) {
      return made.measures.map(function (column, i) {
        const means = made.lines.map(function (line) { return line.of[i].mean; }).filter(Number.isFinite);
        return column.measure.better === "higher" ? Math.max.apply(null, means) : column.measure.better === "lower" ? Math.min.apply(null, means) : NaN;
      });
    }

    function draw(rows) {
      const made = table(rows);
      const tops = best(made);
      const head = made.keys.map(function (key) { return page.element("th", { scope: "col" }, [page.breakable(page.element("code", { textContent: key }))]); });
      head.push(page.element("th", { scope: "col", className: "number", textContent: "trials" }));
      made.measures.forEach(function (column) {
        const isSorted = state.get("cellsort", "") === column.key;
        head.push(page.element("th", { scope: "col", className: "number", "aria-sort": isSorted ? "other" : "none" }, [
          page.breakable(page.button(column.key + (isSorted ? " ▾" : ""), function () { state.set({ cellsort: isSorted ? null : column.key }); }, { className: "sort" }))
        ]));
      });
      const body = made.lines.slice(0, MOST).map(function (line) {
        return page.element("tr", {}, line.levels.map(function (level, i) {
          return page.element(i === 0 ? "th" : "td", i === 0 ? { scope: "row" } : {}, [page.foreign(model.columns.get(made.keys[i]).levels[level])]);
        }).concat([page.element("td", { className: "number", textContent: String(line.trials) })], line.of.map(function (cell, i) {
          return page.element("td", { className: "number" }, [
            page.element(cell.mean === tops[i] ? "strong" : "span", { textContent: page.plain(cell.mean) }),
            page.element("span", { className: "small quiet", textContent: Number.isFinite(cell.low) ? page.plain(cell.low) + " to " + page.plain(cell.high) : "" })
          ]);
        })));
      });
      const more = made.lines.length > MOST ? " The first " + MOST + " of " + made.lines.length + " are shown; the file has all." : "";
      box.replaceChildren(page.element("table", { className: "design" }, [
        page.element("caption", { textContent: "Mean over the trials shown, every prompt counting the same, with its 95 % interval by Student's t over prompts "
          + "(over the trials where there is one prompt). The best is bold." + more }),
        page.element("thead", {}, [page.element("tr", {}, head)]), page.element("tbody", {}, body)
      ]));
    }

    function csv(rows) {
      const made = table(rows);
      const head = made.keys.concat(["trials"]);
      made.measures.forEach(function (column) { head.push(column.key, column.key + "_low", column.key + "_high", column.key + "_units"); });
      return page.csv([head].concat(made.lines.map(function (line) {
        return line.levels.map(function (level, i) { return model.columns.get(made.keys[i]).levels[level]; }).concat([line.trials],
          line.of.flatMap(function (cell) { return [cell.mean, cell.low, cell.high, cell.units]; }));
      })));
    }

    return { draw: draw, csv: csv };
  };
}());
