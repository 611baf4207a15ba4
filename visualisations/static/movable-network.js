// The network as vis-network draws it, for analysts to move about. Nothing moves by itself, and nothing of it is kept.
"use strict";

(function () {
  const source = document.getElementById("movable-data");
  if (!source || !window.vis) return;

  const { nodes, edges, options } = JSON.parse(source.textContent);
  const places = nodes.map(({ id, x, y }) => ({ id, x, y }));
  const frame = document.getElementById("movable");
  const shown = new vis.DataSet(nodes);
  document.getElementById("no-script").hidden = true;
  for (const id of ["movable", "movable-tools"]) document.getElementById(id).hidden = false;

  function begin() {
    const network = new vis.Network(frame, { nodes: shown, edges: new vis.DataSet(edges) }, options);
    const whole = () => network.fit({ maxZoomLevel: 1, animation: false });
    const zoom = (factor) => () => network.moveTo({ scale: network.getScale() * factor, animation: false });
    const ways = {
      in: zoom(1.25),
      out: zoom(0.8),
      fit: whole,
      back: () => {
        shown.update(places);
        whole();
      },
    };
    for (const button of document.querySelectorAll("button[data-move]")) {
      button.addEventListener("click", ways[button.dataset.move]);
    }
    whole();
    frame.dataset.ready = "true";
  }

  // A canvas waits for no typeface, and cards are as large as the words on them.
  Promise.allSettled(Array.from(document.fonts, (face) => face.load())).then(begin);
})();
