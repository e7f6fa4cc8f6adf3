// What a page shows is in its address, so that a link shows the same: #x=cost_seconds&y=clip_score&f.seed=0
(function () {
  "use strict";
  window.facesweep = window.facesweep || {};

  window.facesweep.state = function () {
    // A mere name is a place on the page.
    function read() { return new URLSearchParams(window.location.hash.includes("=") ? window.location.hash.slice(1) : ""); }

    let values = read();
    const listeners = [];
    let isWaiting = false;

    // Some browsers allow few changes of an address in a second: a brush makes many.
    function write() {
      if (isWaiting) { return; }
      isWaiting = true;
      window.setTimeout(function () {
        isWaiting = false;
        const text = values.toString();
        history.replaceState(null, "", text === "" ? window.location.pathname + window.location.search : "#" + text);
      }, 120);
    }

    function tell() { listeners.forEach(function (listener) { listener(); }); }

    window.addEventListener("hashchange", function () {
      if (window.location.hash !== "" && !window.location.hash.includes("=")) {
        if (values.toString() !== "") { write(); }
        return;
      }
      values = read();
      tell();
    });

    return {
      get: function (key, otherwise) { return values.has(key) ? values.get(key) : otherwise; },
      list: function (key, otherwise) {
        return values.has(key) ? values.get(key).split(",").filter(function (part) { return part !== ""; }) : otherwise;
      },
      keys: function (prefix) { return Array.from(values.keys()).filter(function (key) { return key.startsWith(prefix); }); },
      // Texts by key; null takes a key away.
      set: function (changes) {
        Object.keys(changes).forEach(function (key) {
          if (changes[key] === null) { values.delete(key); } else { values.set(key, String(changes[key])); }
        });
        write();
        tell();
      },
      link: function (changes) {
        const copy = new URLSearchParams(values);
        Object.keys(changes).forEach(function (key) {
          if (changes[key] === null) { copy.delete(key); } else { copy.set(key, String(changes[key])); }
        });
        return "#" + copy.toString();
      },
      onChange: function (listener) { listeners.push(listener); }
    };
  };
}());
