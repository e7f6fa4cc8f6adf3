// Two pictures of every view, one over the other, with one slider for all: left of it is A, right of it B.
(function () {
  "use strict";
  const page = window.facesweep.page;

  function layer(strip, view, kind, words) {
    const image = page.element("img", { src: strip, alt: words, draggable: false });
    image.style.marginLeft = "calc(var(--side) * " + -view + ")";
    return page.element("span", { className: kind }, [image]);
  }

  // Strips by shade: {textured: [a, b], grey: [a, b]}, null for none.
  window.facesweep.overlay = function (box, views, strips, state) {
    const shades = Object.keys(strips).filter(function (shade) { return strips[shade].some(Boolean); });
    if (shades.length === 0) {
      box.replaceChildren(page.element("p", { className: "absent", textContent: "There are no pictures of these." }));
      return function () {};
    }
    const slider = page.element("input", { type: "range", min: 0, max: 100, step: 1, className: "slider", "aria-label": "How much of A is seen, from the left, in percent" });
    slider.addEventListener("input", function () { state.set({ at: slider.value }); });
    const pictures = page.element("div", { className: "overlays" });
    let built = "";

    // A picture is a handle too: whoever listens for a drag does so until it ends.
    function drag(frame) {
      function move(event) {
        const place = frame.getBoundingClientRect();
        state.set({ at: Math.round(Math.max(0, Math.min(100, 100 * (event.clientX - place.left) / place.width))) });
      }
      frame.addEventListener("pointerdown", function (event) {
        const end = new AbortController();
        ["pointerup", "pointercancel"].forEach(function (kind) {
          window.addEventListener(kind, function () { end.abort(); }, { signal: end.signal });
        });
        window.addEventListener("pointermove", move, { signal: end.signal });
        move(event);
      });
    }

    function build(shade) {
      built = shade;
      const two = strips[shade];
      pictures.replaceChildren.apply(pictures, views.map(function (view, i) {
        const frame = page.element("div", { className: "overlay" }, two.map(function (strip, side) {
          const words = shade + " head " + "AB"[side] + ", " + view;
          return strip ? layer(strip, i, "ab"[side], words) : page.element("span", { className: "absent " + "ab"[side], textContent: "no picture of " + "AB"[side] });
        }));
        drag(frame);
        return page.element("figure", {}, [frame, page.element("figcaption", { textContent: view })]);
      }));
    }

    const shadeChoice = page.choice("shade", shades.map(function (shade) { return [shade, shade]; }), state.get("shade", shades[0]), function (shade) { state.set({ shade: shade }); });
    box.replaceChildren(page.element("div", { className: "choices" }, [shadeChoice,
      page.element("label", {}, [page.element("span", { textContent: "A on the left, B on the right" }), slider])]), pictures);

    return function () {
      const shade = shades.includes(state.get("shade", "")) ? state.get("shade", "") : shades[0];
      if (built !== shade) { build(shade); }
      shadeChoice.querySelector("select").value = shade;
      const at = Math.max(0, Math.min(100, Number(state.get("at", "50")) || 0));
      slider.value = at;
      pictures.style.setProperty("--at", at + "%");
    };
  };
}());
