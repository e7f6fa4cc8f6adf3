// The trials as columns: what they can be filtered, drawn, sorted and grouped by.
(function () {
  "use strict";
  window.facesweep = window.facesweep || {};
  const STATUS = ["done", "failed", "missing"];

  function levelColumn(key, levels, places) {
    return { key: key, levels: levels, of: places, text: function (row) { return levels[places[row]]; } };
  }

  function measureColumn(measure, values) {
    const numbers = Float64Array.from(values, function (value) { return value === null ? NaN : value; });
    let low = Infinity;
    let high = -Infinity;
    numbers.forEach(function (value) {
      if (value < low) { low = value; }
      if (value > high) { high = value; }
    });
    return {
      key: measure.name, measure: measure, of: numbers, low: low, high: high,
      text: function (row) { return window.facesweep.page.plain(numbers[row]); }
    };
  }

  window.facesweep.model = function (data) {
    const size = data.index.length;
    const factors = data.factors.map(function (factor, i) { return levelColumn(factor.name, factor.levels, data.levels[i]); });
    const varied = factors.filter(function (factor) { return factor.levels.length > 1; });
    const prompt = levelColumn("prompt", data.prompts, data.prompt);
    const seed = levelColumn("seed", data.seeds, data.seed);
    const status = levelColumn("status", STATUS, data.status);
    const measures = data.measures.map(function (measure, i) { return measureColumn(measure, data.values[i]); })
      .filter(function (column) { return column.low <= column.high; });
    const columns = new Map();
    varied.concat([prompt, seed, status], measures).forEach(function (column) {
      if (!columns.has(column.key)) { columns.set(column.key, column); }
    });
    const rowOf = new Map(data.index.map(function (index, row) { return [index, row]; }));

    // A level's rows, or values within a range, are wanted: {levels: Set} or {low, high}.
    function wants(column, text) {
      if (column.levels) {
        return { levels: new Set(text.split(",").map(Number)) };
      }
      const ends = text.split("..").map(Number);
      return { low: Number.isFinite(ends[0]) ? ends[0] : -Infinity, high: Number.isFinite(ends[1]) ? ends[1] : Infinity };
    }

    function filters(state) {
      const all = [];
      state.keys("f.").forEach(function (key) {
        const column = columns.get(key.slice(2));
        if (column) { all.push({ column: column, want: wants(column, state.get(key)) }); }
      });
      return all;
    }

    function fits(filter, row) {
      const value = filter.column.of[row];
      return filter.column.levels ? filter.want.levels.has(value) : value >= filter.want.low && value <= filter.want.high;
    }

    // Numbers of the rows that every filter lets through, and that are starred if that is asked.
    function shown(state, marks) {
      const all = filters(state);
      const starred = state.get("starred") === "1";
      const rows = [];
      for (let row = 0; row < size; row++) {
        if (all.every(function (filter) { return fits(filter, row); }) && (!starred || marks.isStarred(data.id[row]))) {
          rows.push(row);
        }
      }
      return rows;
    }

    // Mean over rows, so that every prompt counts the same; units are the prompts' means, or the rows where there is one prompt.
    function summary(rows, column) {
      const byPrompt = new Map();
      const values = [];
      rows.forEach(function (row) {
        const value = column.of[row];
        if (!Number.isNaN(value)) {
          values.push(value);
          const at = byPrompt.get(data.prompt[row]) || [0, 0];
          byPrompt.set(data.prompt[row], [at[0] + value, at[1] + 1]);
        }
      });
      const units = byPrompt.size > 1 ? Array.from(byPrompt.values(), function (at) { return at[0] / at[1]; }) : values;
      const n = units.length;
      const mean = units.reduce(function (sum, value) { return sum + value; }, 0) / n;
      const squares = units.reduce(function (sum, value) { return sum + (value - mean) * (value - mean); }, 0);
      const half = n > 1 ? data.t[Math.min(n - 2, data.t.length - 1)] * Math.sqrt(squares / (n - 1) / n) : NaN;
      return { mean: n > 0 ? mean : NaN, low: mean - half, high: mean + half, units: n, trials: values.length, isOfPrompts: byPrompt.size > 1 };
    }

    // Rows by the levels that they have of columns.
    function groups(rows, keys) {
      const by = keys.map(function (key) { return columns.get(key); });
      const all = new Map();
      rows.forEach(function (row) {
        const levels = by.map(function (column) { return column.of[row]; });
        const key = levels.join("/");
        if (!all.has(key)) { all.set(key, { levels: levels, rows: [] }); }
        all.get(key).rows.push(row);
      });
      return Array.from(all.values()).sort(function (a, b) {
        const at = a.levels.findIndex(function (level, i) { return level !== b.levels[i]; });
        return at < 0 ? 0 : a.levels[at] - b.levels[at];
      });
    }

    // Measures that say how good a trial is and that what is varied explains most.
    function telling(count) {
      const judged = measures.filter(function (column) { return column.measure.judged && column.high > column.low; });
      return judged.sort(function (a, b) { return (b.measure.explained || 0) - (a.measure.explained || 0); }).slice(0, count).map(function (column) { return column.key; });
    }

    return {
      data: data, size: size, tone: varied.length > 0 ? varied[0].key : "", factors: varied, prompt: prompt, seed: seed, status: status, measures: measures, columns: columns,
      rowOf: rowOf, filters: filters, fits: fits, shown: shown, summary: summary, groups: groups, telling: telling
    };
  };
}());
