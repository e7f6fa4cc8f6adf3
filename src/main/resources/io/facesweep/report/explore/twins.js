// Two heads in three dimensions that turn together.
(function () {
  "use strict";
  const page = window.facesweep.page;

  // Meshes are scripts, [a, b], null for none.
  window.facesweep.twins = function (box, meshes, state) {
    let viewers = [];
    let boxes = [];
    let wait = 0;
    let isGrey = state.get("paint", "") === "grey";

    function keep(camera) {
      window.clearTimeout(wait);
      wait = window.setTimeout(function () {
        state.set({ cam: [camera.theta, camera.phi, camera.distance].map(function (value) { return value.toFixed(3); }).join(",") });
      }, 200);
    }

    function kept() {
      const parts = state.list("cam", []).map(Number);
      return parts.length === 3 && parts.every(Number.isFinite) ? { theta: parts[0], phi: parts[1], distance: parts[2] } : null;
    }

    function others(side, act) {
      viewers.forEach(function (viewer, i) { if (i !== side && viewer && boxes[i].dataset.ready) { act(viewer); } });
    }

    boxes = meshes.map(function (mesh, side) {
      const made = page.element("div", { className: "viewer" }, [page.element("p", { className: "quiet", role: "status", textContent: mesh ? "Loading the mesh…" : "There is no mesh of " + "AB"[side] + "." })]);
      if (mesh) {
        made.dataset.head = mesh.split("/")[1];
        made.dataset.script = mesh;
        made.addEventListener("shown", function () {
          const camera = kept();
          if (camera) { viewers[side].place(camera); }
          viewers[side].grey(isGrey);
        });
      }
      return made;
    });
    // One of them is turned, and the others follow.
    function first(act) {
      const side = boxes.findIndex(function (made) { return made.dataset.ready; });
      if (side >= 0) { act(viewers[side]); }
    }
    const turned = function (degrees) {
      return function () { first(function (viewer) { viewer.turn(degrees); }); };
    };
    box.replaceChildren(
      page.element("div", { className: "sides" }, boxes.map(function (made, side) {
        return page.element("figure", {}, [page.element("figcaption", { className: "side-" + "ab"[side], textContent: "AB"[side] }), made]);
      })),
      page.element("p", { className: "choices" }, [
        page.button("Turn left", turned(-30)), page.button("Turn right", turned(30)),
        page.button("Front", function () { first(function (viewer) { viewer.front(); }); }),
        page.button("Grey or textured", function () {
          isGrey = !isGrey;
          state.set({ paint: isGrey ? "grey" : null });
          others(-1, function (viewer) { viewer.grey(isGrey); });
        })
      ]));
    viewers = boxes.map(function (made, side) {
      return made.dataset.head ? window.facesweepViewer(made, function (camera) {
        others(side, function (viewer) { viewer.place(camera); });
        keep(camera);
      }) : null;
    });
  };
}());
