// Stars and notes, kept in the browser: of a trial by its id, so that they last when the sweep grows.
(function () {
  "use strict";
  window.facesweep = window.facesweep || {};

  window.facesweep.marks = function (sweep) {
    const key = "facesweep-marks-" + sweep;
    let marks = {};
    let isKept = true;
    const listeners = [];

    // Takes over what is well-formed, and nothing else.
    function read(text) {
      const parsed = JSON.parse(text);
      const found = parsed && typeof parsed === "object" && parsed.marks && typeof parsed.marks === "object" ? parsed.marks : {};
      Object.keys(found).forEach(function (id) {
        const mark = found[id];
        if (/^[0-9a-f]{1,64}$/.test(id) && mark && typeof mark === "object") {
          marks[id] = { star: mark.star === true, note: typeof mark.note === "string" ? mark.note.slice(0, 2000) : "" };
        }
      });
    }

    function text() { return JSON.stringify({ sweep: sweep, marks: marks }, null, 1); }

    function keep() {
      try { window.localStorage.setItem(key, text()); } catch (refused) { isKept = false; }
      listeners.forEach(function (listener) { listener(); });
    }

    try { read(window.localStorage.getItem(key) || "{}"); } catch (refused) { isKept = refused instanceof SyntaxError; }

    function mark(id) { return marks[id] || { star: false, note: "" }; }

    function put(id, changes) {
      marks[id] = Object.assign({}, mark(id), changes);
      if (!marks[id].star && marks[id].note === "") { delete marks[id]; }
      keep();
    }

    return {
      isStarred: function (id) { return mark(id).star; },
      note: function (id) { return mark(id).note; },
      star: function (id, star) { put(id, { star: star }); },
      write: function (id, note) { put(id, { note: note.slice(0, 2000) }); },
      isKept: function () { return isKept; },
      ids: function () { return Object.keys(marks); },
      text: text,
      add: function (file) { read(file); keep(); },
      onChange: function (listener) { listeners.push(listener); }
    };
  };
}());
