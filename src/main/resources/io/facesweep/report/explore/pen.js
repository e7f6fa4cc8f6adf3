// One way to draw, on a canvas for the screen and as SVG for a paper. Tones are names of colours of the style sheet.
(function () {
  "use strict";
  window.facesweep = window.facesweep || {};
  const SVG = "http://www.w3.org/2000/svg";
  const FONT = '12px system-ui, "Noto Sans", "Liberation Sans", sans-serif';

  function colour(tone) {
    probe.style.color = "var(--" + tone + ")";
    return getComputedStyle(probe).color;
  }
  const probe = document.createElement("span"); // light-dark() is resolved where a colour is used

  function palette() {
    const known = new Map();
    probe.hidden = true;
    document.body.append(probe);
    return function (tone) {
      if (!known.has(tone)) { known.set(tone, colour(tone)); }
      return known.get(tone);
    };
  }

  function onCanvas(canvas, width, height) {
    const scale = Math.min(2, window.devicePixelRatio || 1);
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const context = canvas.getContext("2d");
    const tones = palette();
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    context.font = FONT;
    context.lineJoin = "round";
    return {
      // Lines, each a list x, y, x, y ...; NaN breaks one.
      lines: function (lines, tone, thickness, alpha) {
        context.globalAlpha = alpha;
        context.strokeStyle = tones(tone);
        context.lineWidth = thickness;
        context.beginPath();
        lines.forEach(function (line) {
          let isDown = false;
          for (let i = 0; i < line.length; i += 2) {
            if (Number.isNaN(line[i + 1])) { isDown = false; }
            else if (isDown) { context.lineTo(line[i], line[i + 1]); }
            else { context.moveTo(line[i], line[i + 1]); isDown = true; }
          }
        });
        context.stroke();
        context.globalAlpha = 1;
      },
      dots: function (places, radius, tone, alpha, isHollow) {
        context.globalAlpha = alpha;
        context.fillStyle = context.strokeStyle = tones(tone);
        context.lineWidth = 1.5;
        context.beginPath();
        for (let i = 0; i < places.length; i += 2) {
          context.moveTo(places[i] + radius, places[i + 1]);
          context.arc(places[i], places[i + 1], radius, 0, 2 * Math.PI);
        }
        if (isHollow) { context.stroke(); } else { context.fill(); }
        context.globalAlpha = 1;
      },
      box: function (x, y, w, h, tone, alpha) {
        context.globalAlpha = alpha;
        context.fillStyle = tones(tone);
        context.fillRect(x, y, w, h);
        context.globalAlpha = 1;
      },
      text: function (words, x, y, anchor, tone) {
        context.fillStyle = tones(tone);
        context.textAlign = { start: "left", middle: "center", end: "right" }[anchor];
        context.strokeStyle = tones("paper"); // lines behind a text do not run through it
        context.lineWidth = 3;
        context.strokeText(words, x, y);
        context.fillText(words, x, y);
      }
    };
  }

  function inSvg(width, height, label) {
    const tones = palette();
    const root = document.createElementNS(SVG, "svg");
    function add(name, attributes) {
      const made = document.createElementNS(SVG, name);
      Object.keys(attributes).forEach(function (key) { made.setAttribute(key, attributes[key]); });
      root.append(made);
      return made;
    }
    function place(value) { return String(Math.round(value * 100) / 100); }
    root.setAttribute("viewBox", "0 0 " + width + " " + height);
    root.setAttribute("width", width);
    root.setAttribute("height", height);
    root.setAttribute("font-family", "system-ui, Noto Sans, Liberation Sans, sans-serif");
    root.setAttribute("font-size", "12");
    add("title", {}).textContent = label;
    add("rect", { width: width, height: height, fill: tones("paper") });
    return {
      lines: function (lines, tone, thickness, alpha) {
        let path = "";
        lines.forEach(function (line) {
          let command = "M";
          for (let i = 0; i < line.length; i += 2) {
            if (Number.isNaN(line[i + 1])) { command = "M"; }
            else { path += command + place(line[i]) + " " + place(line[i + 1]); command = "L"; }
          }
        });
        add("path", { d: path, fill: "none", stroke: tones(tone), "stroke-width": thickness, opacity: alpha, "stroke-linejoin": "round" });
      },
      dots: function (places, radius, tone, alpha, isHollow) {
        let path = "";
        for (let i = 0; i < places.length; i += 2) {
          path += "M" + place(places[i] - radius) + " " + place(places[i + 1]) + "a" + radius + " " + radius + " 0 1 0 " + 2 * radius + " 0a"
            + radius + " " + radius + " 0 1 0 " + -2 * radius + " 0";
        }
        add("path", { d: path, fill: isHollow ? "none" : tones(tone), stroke: isHollow ? tones(tone) : "none", "stroke-width": 1.5, opacity: alpha });
      },
      box: function (x, y, w, h, tone, alpha) { add("rect", { x: place(x), y: place(y), width: place(w), height: place(h), fill: tones(tone), opacity: alpha }); },
      text: function (words, x, y, anchor, tone) {
        add("text", { x: place(x), y: place(y), "text-anchor": anchor, fill: tones(tone), stroke: tones("paper"), "stroke-width": 3, "paint-order": "stroke" }).textContent = words;
      },
      source: function () { return new XMLSerializer().serializeToString(root); }
    };
  }

  // Draws again whenever size or theme change, at most once a frame or so; also in a tab that is not seen.
  function onChange(box, draw) {
    let isAsked = false;
    function ask() {
      if (!isAsked) {
        isAsked = true;
        window.setTimeout(function () { isAsked = false; draw(); }, 16);
      }
    }
    new ResizeObserver(ask).observe(box);
    new MutationObserver(ask).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", ask);
    return ask;
  }

  window.facesweep.pen = { onCanvas: onCanvas, inSvg: inSvg, onChange: onChange };
}());
