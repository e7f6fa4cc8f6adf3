// Loads the page again while the sweep runs, as long as the reader lets it; the address keeps the choice.
"use strict";
(() => {
  const SECONDS = 15, STAY = "#stay";
  const box = document.getElementById("reload");
  if (!box) return;
  const begun = Date.now();
  box.checked = location.hash !== STAY;
  box.addEventListener("change", () => { location.hash = box.checked ? "" : STAY; });
  setInterval(() => {
    if (box.checked && Date.now() - begun > SECONDS * 1000) location.reload();
  }, 1000);
})();
