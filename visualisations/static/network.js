// Draws the network from the data in the page, lights up what the reader chooses, and says what anything in it rests on.
// Positions come with the data: nothing moves, so the same network always looks the same.
"use strict";

(function () {
  const source = document.getElementById("network-data");
  if (!source || !window.vis) return;

  const data = JSON.parse(source.textContent);
  const byId = (id) => document.getElementById(id);
  const frame = byId("frame");
  const stage = byId("stage");
  const drawing = byId("drawing");
  const spots = byId("spots");
  const told = byId("told");
  const choices = Array.from(document.querySelectorAll("button[data-entry]"));
  const everyOrNone = Array.from(document.querySelectorAll("button[data-show]"));
  const toldOfAll = told === null ? "" : told.textContent.trim(); // only an offender's page tells of findings
  const moreContrast = window.matchMedia("(prefers-contrast: more)").matches;
  const FADED = moreContrast ? { card: 0.45, line: 0.3 } : { card: 0.2, line: 0.13 };
  const READABLE = 0.8; // below this scale the smallest text is under 10 pixels
  const MOST_PIXELS = 48e6;
  const NEAR_LINE = 9; // pixels beside a line that still count as on it
  const PLAY_MS = 1500;
  const TYPEFACE = '"Helvetica Neue", Helvetica, Arial, sans-serif';
  const BEHIND_WORDS = "rgba(255, 255, 255, 0.92)";

  const outlines = {};
  for (const [name, path] of Object.entries(data.figures)) outlines[name] = new Path2D(path);
  const cards = new Map(data.nodes.map((node) => [node.id, node]));
  const threads = new Map(data.edges.map((edge) => [edge.id, edge]));
  const listed = new Set(data.listings.flatMap((listing) => listing.rows.map(([id]) => id)));
  const { figure, small, pad, leading, caption: captionSize } = data.sizes;

  // What is shown: `lit` holds the chosen findings (empty: all, or none where `plain`), `day` the day gone back to.
  const lit = new Set();
  let plain = false;
  let day = null;
  let picked = null;
  let scale = 1;

  // ---- what is faded, and why

  function entriesLit(kind, id) {
    for (const key of lit) if (data.entries[key][kind].includes(id)) return true;
    return false;
  }
  const isOn = (one) => day === null || ((!one.begin || one.begin <= day) && (!one.until || day < one.until));
  const offCards = new Set();
  function noteOffCards() {
    offCards.clear();
    if (day === null) return;
    for (const id of cards.keys()) {
      const own = data.details.cards[id].threads;
      if (id !== data.centre && own.length && !own.some((key) => isOn(threads.get(key)))) offCards.add(id);
    }
  }
  const isCardFaded = (id) => offCards.has(id) || (lit.size > 0 && !entriesLit("cards", id));
  const isThreadFaded = (edge) => !isOn(edge) || (lit.size > 0 && !entriesLit("threads", edge.id));

  // ---- drawing

  function drawFigure(ctx, look, x, y, size) {
    ctx.save();
    ctx.translate(x, y);
    ctx.scale(size / figure, size / figure);
    ctx.fillStyle = look.color;
    ctx.fill(outlines[look.shape]);
    ctx.lineWidth = 2;
    ctx.strokeStyle = look.line;
    ctx.setLineDash(look.outline);
    ctx.stroke(outlines[look.shape]);
    ctx.fillStyle = look.ink;
    ctx.textAlign = "center";
    ctx.textBaseline = "alphabetic";
    ctx.font = `700 ${look.letter.length > 1 ? 14 : 17}px ${TYPEFACE}`;
    ctx.fillText(look.letter, 0, 6);
    ctx.restore();
  }

  function drawCard(ctx, card) {
    const left = card.x - card.w / 2;
    const top = card.y - card.h / 2;
    const faded = isCardFaded(card.id);
    const edge = plain ? null : card.frame;
    // A faded card still hides faded lines behind it, yet lets a line that is lit shine through.
    ctx.globalAlpha = faded ? 0.8 : 1;
    ctx.fillStyle = "#ffffff";
    ctx.fillRect(left, top, card.w, card.h);
    ctx.globalAlpha = faded ? FADED.card : 1;
    ctx.lineWidth = edge ? edge.width : 1;
    ctx.strokeStyle = edge ? edge.colour : "#8a9094";
    ctx.strokeRect(left, top, card.w, card.h);

    const middle = left + pad + figure / 2;
    const below = card.also.length ? small + 4 : 0;
    drawFigure(ctx, { ...card, color: card.color }, middle, card.y - below / 2, figure);
    card.also.forEach((key, index) => {
      const x = middle + (index - (card.also.length - 1) / 2) * (small - 1);
      drawFigure(ctx, data.looks[key], x, card.y + figure / 2 + 2, small);
    });

    const x = left + 2 * pad + figure;
    const rows = plain ? card.rows.filter((row) => !row.risk) : card.rows;
    let y = card.y - rows.reduce((sum, row) => sum + row.size * leading, 0) / 2;
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    for (const row of rows) {
      ctx.font = `${row.bold ? 700 : 400} ${row.size}px ${TYPEFACE}`;
      ctx.fillStyle = row.colour;
      // The last argument squeezes text that a wide typeface would carry past its card.
      ctx.fillText(row.text, x, y + (row.size * leading) / 2, card.w - 3 * pad - figure + 2);
      y += row.size * leading;
    }
  }

  function drawBehind(ctx) {
    ctx.save();
    for (const ring of data.rings) {
      ctx.beginPath();
      ctx.ellipse(ring.x, ring.y, ring.across, ring.down, 0, 0, 2 * Math.PI);
      ctx.lineWidth = 1;
      ctx.strokeStyle = data.colours.layer;
      ctx.stroke();
      if (!ring.words) continue;
      const [x, y, width] = ring.at;
      ctx.fillStyle = "#ffffff";
      ctx.fillRect(x - width / 2, y - 8, width, 16);
      ctx.font = `400 ${captionSize}px ${TYPEFACE}`;
      ctx.fillStyle = "#505a5f";
      ctx.textAlign = "center";
      ctx.textBaseline = "middle";
      ctx.fillText(ring.words, x, y, width);
    }
    for (const home of data.households) {
      ctx.beginPath();
      ctx.roundRect(home.x - home.w / 2, home.y - home.h / 2, home.w, home.h, 12);
      // On a day on which they did not live together, nothing encloses them but a broken outline.
      ctx.globalAlpha = isOn(home) ? 1 : 0.35;
      ctx.setLineDash(isOn(home) ? [] : [7, 6]);
      ctx.fillStyle = data.colours.home;
      if (isOn(home)) ctx.fill();
      ctx.lineWidth = 2;
      ctx.strokeStyle = data.colours.homeEdge;
      ctx.stroke();
      ctx.font = `700 13px ${TYPEFACE}`;
      ctx.fillStyle = data.colours.homeInk;
      ctx.textAlign = "left";
      ctx.textBaseline = "middle";
      ctx.fillText(home.title, home.x - home.w / 2 + 10, home.y - home.h / 2 + 14, home.w - 20);
    }
    ctx.restore();
  }

  function liesUnderPicked(words) {
    const other = threads.has(picked) && !listed.has(picked) ? threads.get(picked).caption : null;
    const high = (one) => one.rows.length * captionSize * leading;
    return other !== null && Math.abs(other.x - words.x) * 2 < other.w + words.w &&
      Math.abs(other.y - words.y) * 2 < high(other) + high(words);
  }

  // Of a list only what is so on the day, and what is lit where something is.
  const rowsShown = (listing) =>
    listing.rows.filter(([id]) => isOn(threads.get(id)) && (!lit.size || entriesLit("threads", id)));

  function drawListing(ctx, listing) {
    const rows = rowsShown(listing);
    if (!rows.length) return;
    const row = captionSize * leading;
    const left = listing.x - listing.w / 2;
    const top = listing.y - listing.h / 2;
    ctx.fillStyle = "#ffffff";
    ctx.fillRect(left, top, listing.w, (listing.heading.length + rows.length) * row + 6);
    ctx.lineWidth = 1;
    ctx.strokeStyle = data.colours.list;
    ctx.strokeRect(left, top, listing.w, (listing.heading.length + rows.length) * row + 6);
    ctx.fillStyle = "#0b0c0c";
    ctx.textAlign = "left";
    ctx.textBaseline = "middle";
    [...listing.heading.map((text) => ["", text]), ...rows].forEach(([id, text], index) => {
      ctx.font = `${id === "" || id === picked ? 700 : 400} ${captionSize}px ${TYPEFACE}`;
      ctx.fillText(text, left + 5, top + 3 + (index + 0.5) * row, listing.w - 8);
    });
  }

  function rowAt(x, y) {
    const row = captionSize * leading;
    for (const listing of data.listings) {
      const index = Math.floor((y - listing.y + listing.h / 2 - 3) / row) - listing.heading.length;
      if (Math.abs(listing.x - x) * 2 <= listing.w && index >= 0 && index < rowsShown(listing).length) {
        return threads.get(rowsShown(listing)[index][0]);
      }
    }
    return null;
  }

  function drawCaption(ctx, edge) {
    if (listed.has(edge.id)) return;
    const words = edge.caption;
    let rows = words.at_first;
    if (lit.size) rows = entriesLit("threads", edge.id) ? words.rows : [];
    if (!isOn(edge)) rows = [];
    if (picked === edge.id) rows = words.rows;
    else if (liesUnderPicked(words)) rows = [];
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
    const faded = isThreadFaded(edge);
    const raised = lit.size > 0 && !faded;
    // Seen from a day gone back to, what is so on it is not dashed, whatever became of it.
    const dashes = day !== null && edge.kind === "other_time" ? false : edge.dashes;
    return {
      id: edge.id,
      from: edge.from,
      to: edge.to,
      arrows: edge.arrows,
      dashes,
      smooth: edge.smooth === false ? false : { enabled: true, ...edge.smooth },
      width: (plain ? data.plain.width : edge.width) + (raised ? 1.5 : 0) + (picked === edge.id ? 3 : 0),
      color: {
        color: plain ? data.plain.colour : edge.color,
        opacity: faded && picked !== edge.id ? FADED.line : 1,
        inherit: false,
      },
    };
  }

  byId("no-picture").hidden = true;
  byId("still").classList.add("on-paper");
  for (const id of ["controls", "tools"]) byId(id).hidden = false;
  byId("hint").hidden = false;
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

  drawing.style.width = stage.style.width = `${data.width}px`;
  drawing.style.height = stage.style.height = `${data.height}px`;
  const network = new vis.Network(drawing, { nodes, edges }, data.options);
  network.on("beforeDrawing", drawBehind);
  network.on("afterDrawing", (ctx) => {
    data.edges.forEach((edge) => drawCaption(ctx, edge));
    data.listings.forEach((listing) => drawListing(ctx, listing));
  });
  drawing.querySelector(".vis-network").tabIndex = -1; // the cards above it take the keyboard

  function redraw() {
    noteOffCards();
    edges.update(data.edges.map(asEdge));
    network.redraw();
  }

  // ---- size

  function setScale(wanted, focus) {
    const before = scale;
    const middle = focus || {
      x: (frame.scrollLeft + frame.clientWidth / 2) / before,
      y: (frame.scrollTop + frame.clientHeight / 2) / before,
    };
    scale = Math.max(Math.min(0.15, fitWhole()), Math.min(wanted, 2.5, largest()));
    byId("small").hidden = scale >= READABLE;
    frame.style.maxHeight = `${Math.max(window.innerHeight * 0.82, Math.ceil(data.height * starting()) + 2)}px`;
    const width = `${Math.ceil(data.width * scale)}px`;
    const height = `${Math.ceil(data.height * scale)}px`;
    drawing.style.width = stage.style.width = width;
    drawing.style.height = stage.style.height = height;
    network.setSize(width, height);
    network.moveTo({ position: { x: data.width / 2, y: data.height / 2 }, scale, animation: false });
    network.redraw();
    for (const [id, spot] of spotOf) {
      const card = cards.get(id);
      spot.style.left = `${(card.x - card.w / 2) * scale}px`;
      spot.style.top = `${(card.y - card.h / 2) * scale}px`;
      spot.style.width = `${card.w * scale}px`;
      spot.style.height = `${card.h * scale}px`;
    }
    look(middle);
  }

  function look(point) {
    frame.scrollLeft = point.x * scale - frame.clientWidth / 2;
    frame.scrollTop = point.y * scale - frame.clientHeight / 2;
  }

  function lookAt(ids) {
    const seen = ids.map((id) => cards.get(id));
    const middle = (low, high) => (Math.min(...low) + Math.max(...high)) / 2;
    look({
      x: middle(seen.map((c) => c.x - c.w / 2), seen.map((c) => c.x + c.w / 2)),
      y: middle(seen.map((c) => c.y - c.h / 2), seen.map((c) => c.y + c.h / 2)),
    });
  }

  const fitWidth = () => frame.clientWidth / data.width;
  const fitWhole = () => Math.min(fitWidth(), (window.innerHeight * 0.8) / data.height);
  const centre = () => ({ x: cards.get(data.centre).x, y: cards.get(data.centre).y });
  // At first all of it: a tall picture is made no smaller than can be read, and its frame grows with it.
  const starting = () => Math.min(1, Math.max(fitWhole(), Math.min(fitWidth(), READABLE)));
  const zooms = { in: () => scale * 1.25, out: () => scale / 1.25, fit: fitWhole, full: () => 1 };
  for (const button of document.querySelectorAll("button[data-zoom]")) {
    button.addEventListener("click", () => setScale(zooms[button.dataset.zoom]()));
  }

  // ---- findings and alerts, each a switch

  function showEntries() {
    for (const button of choices) button.setAttribute("aria-pressed", String(lit.has(button.dataset.entry)));
    for (const button of everyOrNone) {
      button.setAttribute("aria-pressed", String(lit.size === 0 && plain === (button.dataset.show === "none")));
    }
    for (const row of document.querySelectorAll("[data-row]")) row.classList.toggle("lit", lit.has(row.dataset.row));
    frame.dataset.chosen = [...lit].join(" ");
    if (told !== null) {
      const none = "No finding is shown: only who and what there is.";
      const lines = lit.size ? [...lit].map((key) => data.entries[key].told) : [plain ? none : toldOfAll];
      told.replaceChildren(...lines.map((text) => element("p", text)));
    }
    redraw();
    const seen = [...lit].flatMap((key) => data.entries[key].cards);
    if (seen.length) lookAt(seen);
  }

  function showAll(none) {
    lit.clear();
    plain = none;
    showEntries();
  }

  for (const button of everyOrNone) button.addEventListener("click", () => showAll(button.dataset.show === "none"));
  for (const button of choices) {
    button.addEventListener("click", () => {
      plain = false;
      if (!lit.delete(button.dataset.entry)) lit.add(button.dataset.entry);
      showEntries();
    });
  }

  // ---- what a card or a line rests on

  const panel = byId("panel");
  const heading = byId("panel-heading");

  function element(name, text, more) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    return Object.assign(made, more);
  }

  function linkTo(text, href) {
    return element("a", text, { href });
  }

  function listOf(title, items) {
    if (!items.length) return [];
    const list = element("ul");
    for (const item of items) {
      const row = element("li");
      row.append(item);
      list.append(row);
    }
    return [element("h4", title), list];
  }

  function toButton(id) {
    const kind = threads.has(id) ? "threads" : "cards";
    const button = element("button", data.details[kind][id].title, { type: "button", className: "plain" });
    button.addEventListener("click", () => tell(id));
    return button;
  }

  function tell(id) {
    const isThread = threads.has(id);
    const details = data.details[isThread ? "threads" : "cards"][id];
    picked = id;
    heading.textContent = details.title;
    byId("panel-facts").replaceChildren(
      ...details.facts.map(([label, text]) => {
        const row = element("div");
        row.append(element("dt", label), element("dd", text));
        return row;
      }),
    );
    const more = isThread
      ? listOf("Between", details.ends.map(toButton))
      : [
          ...listOf("Relationships drawn here", details.threads.map(toButton)),
          ...listOf(
            "Around it, not drawn",
            details.around.map((one) => {
              if (one.href) return linkTo(one.told, one.href);
              return element("span", one.crowded ? `${one.told}: too many to draw` : one.told);
            }),
          ),
          ...(details.own ? listOf("Elsewhere", [linkTo("The network of this record by itself", details.own)]) : []),
        ];
    byId("panel-more").replaceChildren(...more);
    panel.hidden = false;
    byId("hint").hidden = true;
    for (const [key, spot] of spotOf) {
      if (key === id) spot.setAttribute("aria-current", "true");
      else spot.removeAttribute("aria-current");
    }
    redraw();
    heading.focus();
  }

  function backToPicture() {
    const id = threads.has(picked) ? threads.get(picked).from : picked;
    spotOf.get(id || data.centre).focus();
  }

  function closePanel() {
    if (panel.hidden) return;
    panel.hidden = true;
    byId("hint").hidden = false;
    for (const spot of spotOf.values()) spot.removeAttribute("aria-current");
    picked = null;
    redraw();
  }

  byId("panel-back").addEventListener("click", backToPicture);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") backToPicture();
  });

  // ---- cards by keyboard: one stop for Tab, the arrow keys go from card to card

  const spotOf = new Map();
  let reachable = data.centre;

  function makeReachable(id) {
    spotOf.get(reachable).tabIndex = -1;
    reachable = id;
    spotOf.get(id).tabIndex = 0;
  }

  for (const card of data.nodes) {
    const spot = element("button", undefined, { type: "button", className: "spot", tabIndex: -1 });
    spot.setAttribute("aria-label", card.told);
    spot.addEventListener("focus", () => makeReachable(card.id));
    spot.addEventListener("click", () => {
      if (held) return;
      const about = Object.keys(data.entries).find((key) => data.entries[key].about === card.id);
      if (about && lit.size === 0) {
        plain = false;
        lit.add(about);
        showEntries();
      }
      tell(card.id);
    });
    spotOf.set(card.id, spot);
    spots.append(spot);
  }
  spotOf.get(data.centre).tabIndex = 0;

  const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  function nextCard(from, [across, down]) {
    let best = null;
    let least = Infinity;
    for (const card of data.nodes) {
      const ahead = (card.x - from.x) * across + (card.y - from.y) * down;
      const aside = Math.abs((card.x - from.x) * down) + Math.abs((card.y - from.y) * across);
      if (ahead <= 1 || aside > 2.5 * ahead) continue;
      const cost = ahead + 2 * aside;
      if (cost < least) [best, least] = [card, cost];
    }
    return best;
  }

  spots.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const sizes = { "+": "in", "=": "in", "-": "out", 0: "fit" };
    if (event.key in DIRECTIONS) {
      const next = nextCard(cards.get(reachable), DIRECTIONS[event.key]);
      if (next) spotOf.get(next.id).focus();
    } else if (event.key === "Home") {
      spotOf.get(data.centre).focus();
    } else if (event.key === "Escape") {
      closePanel();
    } else if (event.key in sizes) {
      setScale(zooms[sizes[event.key]](), cards.get(reachable));
    } else {
      return;
    }
    event.preventDefault();
  });

  // ---- with a mouse: drag to scroll, click a line for what it rests on

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

  function pointsOf(edge) {
    const [start, end] = [cards.get(edge.from), cards.get(edge.to)];
    const bend = edge.smooth === false ? 0 : edge.smooth.roundness * (edge.smooth.type === "curvedCW" ? 1 : -1);
    const [across, up] = [end.x - start.x, start.y - end.y];
    const turn = Math.atan2(up, across) + (0.5 + 0.5 * bend) * Math.PI;
    const reach = (0.5 + 0.5 * Math.abs(bend)) * Math.hypot(across, up);
    const via = bend === 0
      ? { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 }
      : { x: start.x + reach * Math.sin(turn), y: start.y + reach * Math.cos(turn) };
    return Array.from({ length: 61 }, (_, index) => {
      const t = index / 60;
      const at = (key) => (1 - t) ** 2 * start[key] + 2 * t * (1 - t) * via[key] + t * t * end[key];
      return { x: at("x"), y: at("y") };
    });
  }

  function threadAt(x, y) {
    const height = (words) => words.at_first.length * captionSize * leading;
    const worded = data.edges.find(({ caption: words }) =>
      words.at_first.length && Math.abs(words.x - x) * 2 <= words.w && Math.abs(words.y - y) * 2 <= height(words) + 4);
    const found = rowAt(x, y) || worded;
    if (found) return found;
    let best = null;
    let least = NEAR_LINE / Math.min(scale, 1);
    for (const edge of data.edges) {
      for (const point of pointsOf(edge)) {
        const away = Math.hypot(point.x - x, point.y - y);
        if (away < least) [best, least] = [edge, away];
      }
    }
    return best;
  }

  stage.addEventListener("click", (event) => {
    if (held || event.target.classList.contains("spot")) return;
    const edge = stage.getBoundingClientRect();
    const found = threadAt((event.clientX - edge.left) / scale, (event.clientY - edge.top) / scale);
    if (found) return tell(found.id);
    closePanel();
    if (lit.size) showAll(false);
  });

  // ---- find a card by name

  const plainText = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
  let lastFound = { text: "", index: -1 };

  byId("finder").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = plainText(byId("find").value);
    const hits = text ? data.nodes.filter((card) => plainText(card.told).includes(text)) : [];
    const said = byId("found");
    if (!hits.length) {
      said.textContent = text ? "Nobody and nothing in this picture is called that." : "";
      return;
    }
    hits.sort((one, other) => plainText(other.label).includes(text) - plainText(one.label).includes(text));
    const index = lastFound.text === text ? (lastFound.index + 1) % hits.length : 0;
    lastFound = { text, index };
    const more = hits.length > 1 ? ` (${index + 1} of ${hits.length}; Find again for the next)` : "";
    said.textContent = `${hits[index].label}${more}`;
    const spot = spotOf.get(hits[index].id);
    lookAt([hits[index].id]);
    spot.focus();
    spot.scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  // ---- the case day by day

  const slider = byId("replay");
  if (slider !== null) {
    const moments = data.moments.slice();
    if (!moments.some((moment) => moment.day === data.today)) {
      moments.push({ day: data.today, told: "", changes: [] });
      moments.sort((one, other) => (one.day < other.day ? -1 : 1));
    }
    const today = moments.findIndex((moment) => moment.day === data.today);
    const said = byId("replayed");
    const player = document.querySelector("button[data-replay=play]");
    let playing = null;

    function goTo(index) {
      const at = Math.max(0, Math.min(index, moments.length - 1));
      const moment = moments[at];
      slider.value = String(at);
      day = at === today ? null : moment.day;
      const where = `${at + 1} of ${moments.length}`;
      let text = `The day of the view (${where}).`;
      if (at !== today) text = `${moment.told} (${where}): ${moment.changes.join("; ")}.`;
      else if (moment.changes.length) text = `The day of the view (${where}): ${moment.changes.join("; ")}.`;
      slider.setAttribute("aria-valuetext", text);
      said.textContent = text;
      frame.dataset.day = day || "";
      redraw();
    }

    function stop() {
      window.clearInterval(playing);
      playing = null;
      player.setAttribute("aria-pressed", "false");
      said.setAttribute("aria-live", "polite");
    }

    slider.max = String(moments.length - 1);
    slider.addEventListener("input", () => {
      stop();
      goTo(Number(slider.value));
    });
    const steps = {
      back: () => goTo(Number(slider.value) - 1),
      on: () => goTo(Number(slider.value) + 1),
      today: () => goTo(today),
    };
    for (const button of document.querySelectorAll("button[data-replay]")) {
      button.addEventListener("click", () => {
        const wasPlaying = playing !== null;
        stop();
        if (button !== player) return steps[button.dataset.replay]();
        if (wasPlaying) return undefined;
        player.setAttribute("aria-pressed", "true");
        said.setAttribute("aria-live", "off"); // a screen reader is not talked over; the day is there to be read
        goTo(0);
        playing = window.setInterval(() => {
          if (Number(slider.value) >= today) return stop();
          return steps.on();
        }, PLAY_MS);
        return undefined;
      });
    }
    goTo(today);
  }

  setScale(starting(), centre());
  let width = window.innerWidth;
  window.addEventListener("resize", () => {
    // A phone's bars come and go: only the width matters. On paper there is no frame.
    if (window.innerWidth === width || !frame.clientWidth) return;
    width = window.innerWidth;
    setScale(starting());
  });
  frame.dataset.ready = "true";
})();
