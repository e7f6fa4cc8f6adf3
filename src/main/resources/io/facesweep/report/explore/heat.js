// A measure's mean at each two levels of two factors, as a table with coloured cells.
(function () {
  "use strict";
  const page = window.facesweep.page;

  window.facesweep.heat = function (box, model, state, asked) {
    return function (rows) {
      const want = asked();
      if (!want.down || !want.across || want.down === want.across) {
        box.replaceChildren(page.element("p", { className: "absent", textContent: "It takes two different factors." }));
        return;
      }
      const cells = new Map();
      model.groups(rows, [want.down.key, want.across.key]).forEach(function (group) {
        cells.set(group.levels.join("/"), model.summary(group.rows, want.measure));
      });
      const means = Array.from(cells.values(), function (cell) { return cell.mean; }).filter(Number.isFinite);
      const low = Math.min.apply(null, means);
      const high = Math.max.apply(null, means);
      const head = page.element("tr", {}, [page.element("td", {})].concat(want.across.levels.map(function (level) {
        return page.element("th", { scope: "col" }, [page.element("code", { textContent: want.across.key }), " = ", page.foreign(level)]);
      })));
      const body = want.down.levels.map(function (level, i) {
        return page.element("tr", {}, [
          page.element("th", { scope: "row" }, [page.element("code", { textContent: want.down.key }), " = ", page.foreign(level)])
        ].concat(want.across.levels.map(function (other, j) {
          const cell = cells.get(i + "/" + j);
          if (!cell || !Number.isFinite(cell.mean)) { return page.element("td", { className: "absent", textContent: "–" }); }
          const made = page.element("td", { className: "heat number" }, [
            page.element("strong", { textContent: page.plain(cell.mean) }),
            page.element("span", { className: "small", textContent: Number.isFinite(cell.low) ? page.plain(cell.low) + " to " + page.plain(cell.high) : "" }),
            page.element("span", { className: "small", textContent: cell.trials + (cell.trials === 1 ? " trial" : " trials") })
          ]);
          made.style.setProperty("--share", high > low ? Math.round(100 * (cell.mean - low) / (high - low)) + "%" : "50%");
          return made;
        })));
      });
      box.replaceChildren(page.element("table", { className: "matrix" }, [
        page.element("caption", { textContent: "Mean of " + want.measure.key + " over the trials shown, every prompt counting the same; 95 % interval over prompts. "
          + "The stronger the colour, the higher" + ({ higher: ": higher is better.", lower: ": lower is better." }[want.measure.measure.better] || ".") }),
        page.element("thead", {}, [head]), page.element("tbody", {}, body)
      ]));
    };
  };
}());
