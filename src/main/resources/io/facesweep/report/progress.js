// Loads the page again while the sweep runs, as long as the reader lets it; the address keeps the choice.
"use strict";
(() => {
  const SECONDS = 15, STAY = "#stay", OLD = 5;
  const box = document.getElementById("reload"), age = document.getElementById("age");
  if (!box) return;
  const begun = Date.now(), written = Date.parse(document.lastModified);
  box.checked = location.hash !== STAY;
  box.addEventListener("change", () => { location.hash = box.checked ? "" : STAY; });
  setInterval(() => {
    const minutes = Math.floor((Date.now() - written) / 60000);
    const text = minutes >= OLD ? "nothing new for " + minutes + " minutes" : "";
    if (age.textContent !== text) age.textContent = text;
    if (box.checked && Date.now() - begun > SECONDS * 1000) location.reload();
  }, 1000);
})();
