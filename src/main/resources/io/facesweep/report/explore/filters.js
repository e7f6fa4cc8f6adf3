// Which axes there are, and fields that filter by each: what dragging does, for the keyboard and for exact numbers.
(function () {
  "use strict";
  const page = window.facesweep.page;

  window.facesweep.filters = function (box, model, state, chosen) {
    let built = null;
    let updates = [];

    function ofLevels(column) {
      const boxes = column.levels.map(function (level, i) {
        const tick = page.element("input", { type: "checkbox" });
        tick.addEventListener("change", function () {
          const on = boxes.map(function (one, j) { return one.checked ? j : -1; }).filter(function (j) { return j >= 0; });
          state.set({ ["f." + column.key]: on.length === boxes.length || on.length === 0 ? null : on.join(",") });
        });
        return tick;
      });
      updates.push(function () {
        const wanted = state.list("f." + column.key, null);
        boxes.forEach(function (tick, i) { tick.checked = wanted === null || wanted.includes(String(i)); });
      });
      return boxes.map(function (tick, i) { return page.element("label", { className: "tick" }, [tick, page.foreign(column.levels[i])]); });
    }

    function ofNumbers(column) {
      const fields = ["from", "to"].map(function (end) {
        const field = page.element("input", { type: "text", inputMode: "decimal", size: 8, "aria-label": column.key + " " + end });
        field.placeholder = page.plain(end === "from" ? column.low : column.high);
        field.addEventListener("change", function () {
          const ends = fields.map(function (one) { return one.value.trim().replace("−", "-"); });
          const isNone = ends.every(function (text) { return text === "" || !Number.isFinite(Number(text)); });
          state.set({ ["f." + column.key]: isNone ? null : ends.join("..") });
        });
        return field;
      });
      updates.push(function () {
        const ends = state.get("f." + column.key, "..").split("..");
        fields.forEach(function (field, i) { if (document.activeElement !== field) { field.value = ends[i] || ""; } });
      });
      return [fields[0], " to ", fields[1]];
    }

    function build(keys) {
      built = keys.join(",");
      updates = [];
      const sets = keys.filter(function (key) { return model.columns.has(key); }).map(function (key) {
        const column = model.columns.get(key);
        const levels = column.levels && column.levels.length > 12 ? [page.element("span", { className: "quiet", textContent: column.levels.length + " levels: drag along the axis" })] : null;
        return page.element("fieldset", { className: "axis" }, [
          page.element("legend", {}, [page.element("code", { textContent: key })])
        ].concat(levels || (column.levels ? ofLevels(column) : ofNumbers(column)), [
          page.button("×", function () {
            state.set({ axes: chosen().filter(function (one) { return one !== key; }).join(","), ["f." + key]: null });
          }, { "aria-label": "Remove the axis " + key, className: "quiet" })
        ]));
      });
      const others = Array.from(model.columns.keys()).filter(function (key) { return !keys.includes(key); });
      const more = page.choice("add an axis", [["", "choose"]].concat(others.map(function (key) { return [key, key]; })), "", function (key) {
        if (key !== "") { state.set({ axes: chosen().concat([key]).join(",") }); }
      });
      const tones = [["", "one colour"]].concat(model.factors.concat([model.prompt, model.status])
        .filter(function (column) { return column.levels.length > 1 && column.levels.length <= 12; })
        .map(function (column) { return [column.key, column.key]; }));
      const tone = page.choice("colour by", tones, state.get("tone", model.tone), function (key) { state.set({ tone: key }); });
      updates.push(function () { tone.querySelector("select").value = state.get("tone", model.tone); });
      box.replaceChildren.apply(box, sets.concat([more, tone]));
    }

    return function () {
      const keys = chosen();
      if (built !== keys.join(",")) { build(keys); }
      updates.forEach(function (update) { update(); });
    };
  };
}());
