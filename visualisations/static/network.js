// Draws the network from the data in the page and lights up what the reader chooses. Positions come with the data:
// nothing moves, so the same network always looks the same.
"use strict";

(function () {
  const source = document.getElementById("network-data");
  if (!source || !window.vis) return;

  const data = JSON.parse(source.textContent);
  const frame = document.getElementById("frame");
  const stage = document.getElementById("stage");
  const told = document.getElementById("told");
  const choices = Array.from(document.querySelectorAll("button[data-entry]"));
  const toldOfAll = told === null ? "" : told.textContent; // only an offender's page tells of findings
  const moreContrast = window.matchMedia("(prefers-contrast: more)").matches;
  const FADED = moreContrast ? { card: 0.45, line: 0.3 } : { card: 0.2, line: 0.13 };
  const READABLE = 0.8; // below this scale the smallest text is under 10 pixels
  const MOST_PIXELS = 48e6;
  const TYPEFACE = '"Helvetica Neue", Helvetica, Arial, sans-serif';
  const BEHIND_WORDS = "rgba(255, 255, 255, 0.92)";

  const outlines = {};
  for (const [name, path] of Object.entries(data.figures)) outlines[name] = new Path2D(path);
  const cards = new Map(data.nodes.map((node) => [node.id, node]));
  const { figure, pad, leading, caption: captionSize } = data.sizes;

  let chosen = null;
  let scale = 1;

  const isFaded = (kind, id) => chosen !== null && !chosen[kind].includes(id);

  function drawCard(ctx, card) {
    const left = card.x - card.w / 2;
    const top = card.y - card.h / 2;
    // A faded card still hides faded lines behind it, yet lets a line that is lit shine through.
    ctx.globalAlpha = isFaded("cards", card.id) ? 0.8 : 1;
    ctx.fillStyle = "#ffffff";
    ctx.fillRect(left, top, card.w, card.h);
    ctx.globalAlpha = isFaded("cards", card.id) ? FADED.card : 1;
    ctx.lineWidth = card.frame ? card.frame.width : 1;
    ctx.strokeStyle = card.frame ? card.frame.colour : "#8a9094";
    ctx.strokeRect(left, top, card.w, card.h);

    ctx.save();
    ctx.translate(left + pad + figure / 2, card.y);
    ctx.fillStyle = card.color;
    ctx.fill(outlines[card.shape]);
    ctx.lineWidth = 2;
    ctx.strokeStyle = card.line;
    ctx.stroke(outlines[card.shape]);
    ctx.fillStyle = card.ink;
    ctx.textAlign = "center";
    ctx.textBaseline = "alphabetic";
    ctx.font = `700 ${card.letter.length > 1 ? 14 : 17}px ${TYPEFACE}`;
    ctx.fillText(card.letter, 0, 6);
    ctx.restore();

    const x = left + 2 * pad + figure;
    let y = card.y - card.rows.reduce((sum, row) => sum + row.size * leading, 0) / 2;
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    for (const row of card.rows) {
      ctx.font = `${row.bold ? 700 : 400} ${row.size}px ${TYPEFACE}`;
      ctx.fillStyle = row.colour;
      // The last argument squeezes text that a wide typeface would carry past its card.
      ctx.fillText(row.text, x, y + (row.size * leading) / 2, card.w - 3 * pad - figure + 2);
      y += row.size * leading;
    }
  }

  function drawCaption(ctx, edge) {
    const words = edge.caption;
    let rows = words.at_first;
    if (chosen !== null) rows = chosen.threads.includes(edge.id) ? words.rows : [];
    if (!rows.length) return;
    const row = captionSize * leading;
    ctx.font = `400 ${captionSize}px ${TYPEFACE}`;
    const width = Math.min(words.w, Math.max(...rows.map((text) => ctx.measureText(text).width)) + 6);
    const height = rows.length * row + 2;
    ctx.fillStyle = BEHIND_WORDS;
    ctx.fillRect(words.x - width / 2, words.y - height / 2, width, height);
    ctx.fillStyle = "#0b0c0c";
    ctx.textAlign = "center";
    ctx.textBaseline = "middle";
    rows.forEach((text, index) => ctx.fillText(text, words.x, words.y + (index - (rows.length - 1) / 2) * row, words.w));
  }

  function asEdge(edge) {
    const faded = isFaded("threads", edge.id);
    const lit = chosen !== null && !faded;
    return {
      id: edge.id,
      from: edge.from,
      to: edge.to,
      arrows: edge.arrows,
      dashes: edge.dashes,
      smooth: edge.smooth === false ? false : { enabled: true, ...edge.smooth },
      width: edge.width + (lit ? 1.5 : 0),
      color: { color: edge.color, opacity: faded ? FADED.line : 1, inherit: false },
    };
  }

  document.getElementById("no-picture").hidden = true;
  document.getElementById("controls").hidden = false;
  document.getElementById("sizes").hidden = false;
  frame.hidden = false;

  const edges = new vis.DataSet(data.edges.map(asEdge));
  const nodes = new vis.DataSet(
    data.nodes.map((node) => ({
      id: node.id,
      x: node.x,
      y: node.y,
      fixed: true,
      shape: "custom",
      ctxRenderer: ({ ctx, id }) => ({
        drawNode: () => drawCard(ctx, cards.get(id)),
        nodeDimensions: { width: cards.get(id).w, height: cards.get(id).h },
      }),
    })),
  );
  const largest = () => Math.sqrt(MOST_PIXELS / (data.width * data.height)) / (window.devicePixelRatio || 1);

  stage.style.width = `${data.width}px`;
  stage.style.height = `${data.height}px`;
  const network = new vis.Network(stage, { nodes, edges }, data.options);
  network.on("afterDrawing", (ctx) => data.edges.forEach((edge) => drawCaption(ctx, edge)));
  const inner = stage.querySelector(".vis-network");
  inner.tabIndex = -1; // the frame around it takes the keyboard

  function setScale(wanted, focus) {
    const before = scale;
    const middle = focus || {
      x: (frame.scrollLeft + frame.clientWidth / 2) / before,
      y: (frame.scrollTop + frame.clientHeight / 2) / before,
    };
    scale = Math.max(0.15, Math.min(wanted, 2.5, largest()));
    const width = `${Math.ceil(data.width * scale)}px`;
    const height = `${Math.ceil(data.height * scale)}px`;
    stage.style.width = width;
    stage.style.height = height;
    network.setSize(width, height);
    network.moveTo({ position: { x: data.width / 2, y: data.height / 2 }, scale, animation: false });
    network.redraw();
    look(middle);
  }

  function look(point) {
    frame.scrollLeft = point.x * scale - frame.clientWidth / 2;
    frame.scrollTop = point.y * scale - frame.clientHeight / 2;
  }

  const fitWidth = () => frame.clientWidth / data.width;
  const fitWhole = () => Math.min(fitWidth(), (window.innerHeight * 0.8) / data.height);
  const centre = () => ({ x: cards.get(data.centre).x, y: cards.get(data.centre).y });
  const starting = () => Math.min(1, Math.max(fitWidth(), READABLE));

  function choose(key) {
    chosen = key === "" ? null : data.entries[key];
    for (const button of choices) button.setAttribute("aria-pressed", String(button.dataset.entry === key));
    for (const row of document.querySelectorAll("[data-row]")) row.classList.toggle("lit", row.dataset.row === key);
    if (told !== null) told.textContent = chosen === null ? toldOfAll : chosen.told;
    frame.dataset.chosen = key;
    edges.update(data.edges.map(asEdge));
    network.redraw();
    if (chosen !== null && chosen.cards.length) {
      const lit = chosen.cards.map((id) => cards.get(id));
      const middle = (low, high) => (Math.min(...low) + Math.max(...high)) / 2;
      look({
        x: middle(lit.map((c) => c.x - c.w / 2), lit.map((c) => c.x + c.w / 2)),
        y: middle(lit.map((c) => c.y - c.h / 2), lit.map((c) => c.y + c.h / 2)),
      });
    }
  }

  for (const button of choices) button.addEventListener("click", () => choose(button.dataset.entry));
  const zooms = { in: () => scale * 1.25, out: () => scale / 1.25, fit: fitWhole, full: () => 1 };
  for (const button of document.querySelectorAll("button[data-zoom]")) {
    button.addEventListener("click", () => setScale(zooms[button.dataset.zoom]()));
  }

  // With a mouse, drag to scroll; a click on somebody at risk lights up the path to them.
  let held = null;
  frame.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0 || event.target === frame) return;
    held = { x: event.clientX, y: event.clientY, left: frame.scrollLeft, top: frame.scrollTop, moved: false };
  });
  window.addEventListener("pointermove", (event) => {
    if (!held) return;
    held.moved = held.moved || Math.hypot(event.clientX - held.x, event.clientY - held.y) > 4;
    if (!held.moved) return;
    frame.classList.add("drag");
    frame.scrollLeft = held.left - (event.clientX - held.x);
    frame.scrollTop = held.top - (event.clientY - held.y);
  });
  window.addEventListener("pointerup", () => {
    held = held && held.moved ? { ended: true } : null;
    frame.classList.remove("drag");
    if (held) window.setTimeout(() => (held = null));
  });
  stage.addEventListener("click", (event) => {
    if (held) return;
    const edge = stage.getBoundingClientRect();
    const x = (event.clientX - edge.left) / scale;
    const y = (event.clientY - edge.top) / scale;
    const card = data.nodes.find((n) => Math.abs(n.x - x) * 2 <= n.w && Math.abs(n.y - y) * 2 <= n.h);
    if (!card) return choose("");
    const entry = Object.keys(data.entries).find((key) => data.entries[key].about === card.id);
    if (entry) choose(entry);
  });

  setScale(starting(), centre());
  let width = window.innerWidth;
  window.addEventListener("resize", () => {
    if (window.innerWidth === width) return; // a phone's bars come and go: only the width matters
    width = window.innerWidth;
    setScale(starting());
  });
  frame.dataset.ready = "true";
})();
