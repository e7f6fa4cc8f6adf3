// The trials shown, sorted by any column, with a star, a note and their pictures: what the drawings are made of.
(function () {
  "use strict";
  const page = window.facesweep.page;
  const PORTION = 40;

  window.facesweep.list = function (box, model, state, marks, measuresOf, picks) {
    let portion = PORTION;

    function sorted(rows) {
      const text = state.get("sort", "");
      const isDown = text.startsWith("-");
      const key = isDown ? text.slice(1) : text;
      const column = model.columns.get(key);
      const copy = rows.slice();
      if (key === "star") {
        copy.sort(function (a, b) { return marks.isStarred(model.data.id[b]) - marks.isStarred(model.data.id[a]); });
      } else if (column) {
        copy.sort(function (a, b) {
          const x = column.of[a];
          const y = column.of[b];
          if (Number.isNaN(x) || Number.isNaN(y)) { return Number.isNaN(x) - Number.isNaN(y); }
          return isDown ? y - x : x - y;
        });
      } else if (isDown) {
        copy.reverse();
      }
      return copy;
    }

    function header(key, words, kind) {
      const now = state.get("sort", "");
      const way = now === key ? "ascending" : now === "-" + key ? "descending" : "none";
      return page.element("th", { scope: "col", className: kind, "aria-sort": way }, [
        page.breakable(page.button(words + { ascending: " ▴", descending: " ▾", none: "" }[way], function () {
          state.set({ sort: way === "ascending" ? "-" + key : way === "descending" ? null : key });
        }, { className: "sort" }))
      ]);
    }

    function shot(strip, words) {
      if (strip < 0) { return page.element("span", { className: "shot absent", textContent: "–" }); }
      return page.element("span", { className: "shot" }, [page.element("img", { src: model.data.files[strip], alt: words, loading: "lazy", decoding: "async" })]);
    }

    function line(row, measures) {
      const data = model.data;
      const index = data.index[row];
      const star = page.button(marks.isStarred(data.id[row]) ? "★" : "☆", function () {
        const isStarred = !marks.isStarred(data.id[row]);
        marks.star(data.id[row], isStarred);
        star.textContent = isStarred ? "★" : "☆";
        star.setAttribute("aria-pressed", String(isStarred));
      }, { className: "star", "aria-label": "Star of trial " + index, "aria-pressed": String(marks.isStarred(data.id[row])) });
      const note = page.element("input", { type: "text", value: marks.note(data.id[row]), maxLength: 2000, placeholder: " ", "aria-label": "Note on trial " + index });
      note.addEventListener("change", function () { marks.write(data.id[row], note.value); });
      const pick = page.element("input", { type: "checkbox", checked: picks.has(index), "aria-label": "Compare trial " + index });
      pick.addEventListener("change", function () { picks.toggle(index); });
      return page.element("tr", { "data-row": String(index) }, [
        page.element("td", { className: "mark" }, [star]),
        page.element("th", { scope: "row" }, [page.element("a", { href: "trials/" + String(index).padStart(5, "0") + ".html", textContent: String(index) })]),
        page.element("td", {}, [page.element("span", { className: "pair" }, [shot(data.textured[row], "Textured head, trial " + index), shot(data.grey[row], "Grey head, trial " + index)])]),
        page.element("td", { className: "words" }, [page.foreign(model.prompt.text(row))]),
        page.element("td", { className: "number", textContent: model.seed.text(row) })
      ].concat(model.factors.map(function (factor) { return page.element("td", {}, [page.foreign(factor.text(row))]); }),
        measures.map(function (column) { return page.element("td", { className: "number", textContent: column.text(row) }); }), [
          page.element("td", { className: "status " + model.status.text(row), textContent: model.status.text(row) }),
          page.element("td", { className: "mark" }, [note]), page.element("td", { className: "pick" }, [pick])
        ]));
    }

    function draw(rows) {
      const measures = measuresOf();
      const order = sorted(rows);
      const head = [header("star", "★", "mark"), header("", "trial", ""), page.element("th", { scope: "col", textContent: "head" }), header("prompt", "prompt", ""), header("seed", "seed", "number")]
        .concat(model.factors.map(function (factor) { return header(factor.key, factor.key, ""); }),
          measures.map(function (column) { return header(column.key, column.key, "number"); }), [
            header("status", "status", ""), page.element("th", { scope: "col", className: "mark", textContent: "note" }), page.element("th", { scope: "col", className: "pick", textContent: "compare" })
          ]);
      const body = page.element("tbody", {}, order.slice(0, portion).map(function (row) { return line(row, measures); }));
      const parts = [page.element("table", { className: "trials" }, [
        page.element("caption", { textContent: "The trials shown, with the measures that are axes above" }),
        page.element("thead", {}, [page.element("tr", {}, head)]), body
      ])];
      if (order.length > portion) {
        parts.push(page.button("Show " + Math.min(PORTION, order.length - portion) + " more of " + order.length, function () {
          portion += PORTION;
          draw(rows);
        }));
      }
      box.replaceChildren.apply(box, parts);
    }

    function csv(rows) {
      const columns = [model.prompt, model.seed].concat(model.factors, [model.status], model.measures);
      return page.csv([["trial_index", "trial_id", "starred", "note"].concat(columns.map(function (column) { return column.key; }))].concat(
        sorted(rows).map(function (row) {
          const id = model.data.id[row];
          return [model.data.index[row], id, marks.isStarred(id) ? 1 : 0, marks.note(id)].concat(columns.map(function (column) {
            return column.levels ? column.text(row) : column.of[row];
          }));
        })));
    }

    return { draw: draw, csv: csv };
  };
}());
