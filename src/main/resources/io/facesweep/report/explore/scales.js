// Places on an axis: levels in rows, numbers linear or, where they are above 0 and span more than two decades, logarithmic.
(function () {
  "use strict";
  const page = window.facesweep.page;

  // Tells where a value lies from one end of an axis (0) to the other (1), and back.
  function scale(column) {
    if (column.levels) {
      const count = column.levels.length;
      return {
        at: function (value) { return (value + 0.5) / count; },
        back: function (share) { return share * count - 0.5; },
        ticks: column.levels.map(function (level, i) { return [i, level]; })
      };
    }
    const isLog = column.low > 0 && column.high / column.low > 100;
    const low = isLog ? Math.log10(column.low) : column.low;
    const high = isLog ? Math.log10(column.high) : column.high;
    const pad = high > low ? (high - low) * 0.02 : Math.max(1e-9, Math.abs(low) * 0.1);
    const from = low - pad;
    const span = high - low + 2 * pad;
    let marks = page.ticks(low, high, 5);
    if (isLog) { marks = marks.filter(Number.isInteger).map(function (power) { return Math.pow(10, power); }); }
    return {
      at: function (value) { return ((isLog ? Math.log10(value) : value) - from) / span; },
      back: function (share) { const value = from + share * span; return isLog ? Math.pow(10, value) : value; },
      ticks: marks.map(function (value) { return [value, isLog ? page.plain(value) : page.tickText(value, marks)]; })
    };
  }

  // Rows by the tone of their level, those of more levels than there are tones together.
  function byTone(rows, column) {
    const tones = new Map();
    rows.forEach(function (row) {
      const tone = column ? "tone-" + column.of[row] % 6 : "tone-0";
      if (!tones.has(tone)) { tones.set(tone, []); }
      tones.get(tone).push(row);
    });
    return tones;
  }

  function shortened(text, length) {
    return text.length > length ? text.slice(0, length - 1) + "…" : text;
  }

  window.facesweep.scales = { scale: scale, byTone: byTone, shortened: shortened };
}());
