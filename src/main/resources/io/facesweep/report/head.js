// Puts a mesh together of pieces that heads share, and hands it to the page's facesweepHead.
(function (id, pieces) {
  "use strict";
  var root = document.currentScript.src.replace(/[^\/]*\/[^\/]*\/[^\/]*$/, "");
  var store = window.facesweepPieces = window.facesweepPieces || {};
  var missing = pieces.filter(function (piece) { return piece.name && !store[piece.name]; });
  var left = missing.length;

  function binary() {
    return pieces.map(function (piece) { return window.atob(piece.name ? store[piece.name] : piece.data); }).join("");
  }

  function done() { if (left === 0) { window.facesweepHead(id, window.btoa(binary())); } }

  missing.forEach(function (piece) {
    var script = document.createElement("script");
    script.src = root + "pieces/" + piece.name + ".js";
    script.onload = function () { left -= 1; done(); };
    document.head.appendChild(script);
  });
  done();
}(HEAD_ID, HEAD_PIECES));
