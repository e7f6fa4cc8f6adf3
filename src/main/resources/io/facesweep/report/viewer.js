// Shows a head that lies in a script beside the page: pages from disk may load scripts, but not fetch files.
(function () {
  "use strict";
  var box = document.getElementById("viewer");
  if (!box) { return; }
  var status = box.querySelector("p");
  var file = null;

  function say(words) {
    status.textContent = words;
    status.hidden = words === "";
  }

  function bytes(text) {
    var binary = window.atob(text);
    var array = new Uint8Array(binary.length);
    for (var i = 0; i < binary.length; i++) { array[i] = binary.charCodeAt(i); }
    return array.buffer;
  }

  window.facesweepHead = function (id, text) {
    if (id !== box.dataset.head) { return; }
    file = bytes(text);
    try {
      new THREE.GLTFLoader().parse(file, "", show, function (error) { say("The mesh cannot be shown: " + error.message); });
    } catch (error) {
      say("The mesh cannot be shown: " + error.message);
    }
  };

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
    controls.addEventListener("change", draw);
    function spherical() { return new THREE.Spherical().setFromVector3(camera.position.clone().sub(centre)); }
    function place(s) {
      s.makeSafe();
      s.radius = Math.min(radius * 20, Math.max(radius * 1.1, s.radius));
      camera.position.setFromSpherical(s).add(centre);
      controls.update();
      draw();
    }
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
    document.querySelectorAll("[data-turn]").forEach(function (button) {
      button.addEventListener("click", function () {
        var s = spherical();
        s.theta += Number(button.dataset.turn) * Math.PI / 180;
        place(s);
      });
    });
    document.querySelectorAll("[data-front]").forEach(function (button) {
      button.addEventListener("click", function () { turnTo(0); });
    });
    document.querySelectorAll("[data-grey]").forEach(function (button) {
      button.addEventListener("click", function () { grey = !grey; paint(); draw(); });
    });
    new ResizeObserver(fit).observe(box);
    fit();
    turnTo(0);
    say("");
    box.dataset.ready = "true";
  }

  document.querySelectorAll("[data-save]").forEach(function (button) {
    button.addEventListener("click", function () {
      if (!file) { return; }
      var link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([file], { type: "model/gltf-binary" }));
      link.download = button.dataset.save;
      link.click();
      window.setTimeout(function () { URL.revokeObjectURL(link.href); }, 1000);
    });
  });

  function load() {
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
}());
