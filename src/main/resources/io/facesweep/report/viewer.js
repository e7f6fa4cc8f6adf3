// Shows a head that lies in a script beside the page: pages from disk may load scripts, but not fetch files.
(function () {
  "use strict";
  var waiting = new Map(); // who waits for a head, by its id

  window.facesweepHead = function (id, text) {
    var file = bytes(text);
    (waiting.get(id) || []).forEach(function (take) { take(file); });
    waiting.delete(id);
  };

  // Shows the head of a box's data-head, from the script data-script. What it returns turns the head: place and camera take and
  // give {theta, phi, distance}, the distance in radii of the head; onMove is told of every turn by hand.
  window.facesweepViewer = function (box, onMove) {
    var status = box.querySelector("p");
    var file = null;
    var api = { place: function () {}, camera: function () { return null; }, grey: function () {}, file: function () { return file; } };

    function say(words) {
      status.textContent = words;
      status.hidden = words === "";
    }

    function take(content) {
      file = content;
      try {
        new THREE.GLTFLoader().parse(file, "", show, function (error) { say("The mesh cannot be shown: " + error.message); });
      } catch (error) {
        say("The mesh cannot be shown: " + error.message);
      }
    }

    function show(model) {
      var renderer;
      try {
        renderer = new THREE.WebGLRenderer({ antialias: true, alpha: true, preserveDrawingBuffer: false });
      } catch (error) {
        say("This browser has no WebGL: the mesh can be saved, but not shown.");
        return;
      }
      renderer.setPixelRatio(Math.min(window.devicePixelRatio, 2));
      var scene = new THREE.Scene();
      var head = model.scene;
      scene.add(head);
      var bounds = new THREE.Box3().setFromObject(head);
      var centre = bounds.getCenter(new THREE.Vector3());
      var radius = bounds.getSize(new THREE.Vector3()).length() / 2 || 1;
      var camera = new THREE.PerspectiveCamera(30, 1, radius / 50, radius * 50);
      var controls = new THREE.OrbitControls(camera, renderer.domElement);
      controls.enablePan = false;
      controls.target.copy(centre);
      var ambient = new THREE.AmbientLight(0xffffff, 0.8);
      var lamp = new THREE.DirectionalLight(0xffffff, 2.6);
      scene.add(ambient, camera);
      camera.add(lamp);
      lamp.position.set(0.3, 0.8, 1);

      var materials = [];
      head.traverse(function (node) {
        if (!node.isMesh) { return; }
        materials.push({ node: node, plain: new THREE.MeshStandardMaterial({ color: 0xb8b8b8, roughness: 0.8, side: THREE.DoubleSide }),
          own: node.material.map ? new THREE.MeshBasicMaterial({ map: node.material.map, side: THREE.DoubleSide }) : node.material });
      });
      var grey = false;
      function paint() { materials.forEach(function (m) { m.node.material = grey ? m.plain : m.own; }); }
      paint();

      function draw() { renderer.render(scene, camera); }
      function turnTo(azimuth) {
        var distance = radius / Math.sin(Math.PI / 12) * 0.82;
        camera.position.set(centre.x + distance * Math.sin(azimuth), centre.y, centre.z + distance * Math.cos(azimuth));
        controls.update();
        draw();
      }
      function fit() {
        renderer.setSize(box.clientWidth, box.clientHeight, false);
        camera.aspect = box.clientWidth / Math.max(1, box.clientHeight);
        camera.updateProjectionMatrix();
        draw();
      }
      var canvas = renderer.domElement;
      canvas.tabIndex = 0;
      canvas.setAttribute("role", "img");
      canvas.setAttribute("aria-label", "The head in three dimensions. Arrow keys turn it, plus and minus zoom.");
      box.appendChild(canvas);
      var isPlaced = false;
      controls.addEventListener("change", function () {
        draw();
        if (onMove && !isPlaced && box.dataset.ready) { onMove(api.camera()); }
      });
      function spherical() { return new THREE.Spherical().setFromVector3(camera.position.clone().sub(centre)); }
      function place(s) {
        s.makeSafe();
        s.radius = Math.min(radius * 20, Math.max(radius * 1.1, s.radius));
        camera.position.setFromSpherical(s).add(centre);
        controls.update();
        draw();
      }
      api.camera = function () {
        var s = spherical();
        return { theta: s.theta, phi: s.phi, distance: s.radius / radius };
      };
      api.place = function (to) {
        isPlaced = true;
        place(new THREE.Spherical(to.distance * radius, to.phi, to.theta));
        isPlaced = false;
      };
      api.front = function () { turnTo(0); };
      api.turn = function (degrees) {
        var s = spherical();
        s.theta += degrees * Math.PI / 180;
        place(s);
      };
      api.grey = function (isGrey) { grey = isGrey; paint(); draw(); };
      canvas.addEventListener("keydown", function (event) {
        var s = spherical();
        if (event.key === "ArrowLeft") { s.theta -= 0.15; }
        else if (event.key === "ArrowRight") { s.theta += 0.15; }
        else if (event.key === "ArrowUp") { s.phi -= 0.12; }
        else if (event.key === "ArrowDown") { s.phi += 0.12; }
        else if (event.key === "+" || event.key === "=") { s.radius *= 0.9; }
        else if (event.key === "-") { s.radius *= 1.1; }
        else { return; }
        event.preventDefault();
        place(s);
      });
      new ResizeObserver(fit).observe(box);
      fit();
      turnTo(0);
      say("");
      box.dataset.ready = "true";
      box.dispatchEvent(new Event("shown"));
    }

    function load() {
      waiting.set(box.dataset.head, (waiting.get(box.dataset.head) || []).concat([take]));
      var script = document.createElement("script");
      script.src = box.dataset.script;
      script.onerror = function () { say("The mesh is not in the report's folder."); };
      document.head.appendChild(script);
    }
    if ("IntersectionObserver" in window) {
      new IntersectionObserver(function (entries, observer) {
        if (entries.some(function (entry) { return entry.isIntersecting; })) { observer.disconnect(); load(); }
      }, { rootMargin: "200px" }).observe(box);
    } else {
      load();
    }
    return api;
  };

  function bytes(text) {
    var binary = window.atob(text);
    var array = new Uint8Array(binary.length);
    for (var i = 0; i < binary.length; i++) { array[i] = binary.charCodeAt(i); }
    return array.buffer;
  }

  // The page of one trial.
  var only = document.getElementById("viewer");
  if (!only) { return; }
  var viewer = window.facesweepViewer(only, null);
  var isGrey = false;

  function onClick(selector, act) {
    document.querySelectorAll(selector).forEach(function (button) {
      button.addEventListener("click", function () { if (only.dataset.ready) { act(button); } });
    });
  }
  onClick("[data-turn]", function (button) { viewer.turn(Number(button.dataset.turn)); });
  onClick("[data-front]", function () { viewer.front(); });
  onClick("[data-grey]", function () {
    isGrey = !isGrey;
    viewer.grey(isGrey);
  });
  document.querySelectorAll("[data-save]").forEach(function (button) {
    button.addEventListener("click", function () {
      if (!viewer.file()) { return; }
      var link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([viewer.file()], { type: "model/gltf-binary" }));
      link.download = button.dataset.save;
      link.click();
      window.setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
    });
  });
}());
