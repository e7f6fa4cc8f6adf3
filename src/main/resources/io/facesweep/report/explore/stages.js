// Loads what only some trials need, once: scripts beside the page, which pages from disk may load.
(function () {
  "use strict";
  window.facesweep = window.facesweep || {};
  const known = new Map();
  const waiting = new Map();

  window.facesweepStage = function (id, detail) {
    known.set(id, detail);
    (waiting.get(id) || []).forEach(function (take) { take(detail); });
    waiting.delete(id);
  };

  // Step curve and files of a stage; null where the folder has none.
  window.facesweep.stage = function (id) {
    return new Promise(function (take) {
      if (known.has(id)) { take(known.get(id)); return; }
      if (waiting.has(id)) { waiting.get(id).push(take); return; }
      waiting.set(id, [take]);
      const script = document.createElement("script");
      script.src = "stages/" + id + "/detail.js";
      script.onerror = function () { window.facesweepStage(id, null); };
      document.head.append(script);
    });
  };
}());
