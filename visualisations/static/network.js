// Lights up what the reader chooses in the drawing, and says what anything in it rests on.
// The drawing is in the page and complete: all that happens to it here is that its parts get other classes.
"use strict";

(function () {
  const source = document.getElementById("network-data");
  if (!source) return;

  const data = JSON.parse(source.textContent);
  const byId = (id) => document.getElementById(id);
  const frame = byId("frame");
  const stage = byId("stage");
  const drawing = stage.querySelector("svg");
  const told = byId("told");
  const choices = Array.from(document.querySelectorAll("button[data-entry]"));
  const everyOrNone = Array.from(document.querySelectorAll("button[data-show]"));
  const toldOfAll = told === null ? "" : told.textContent.trim(); // only an offender's page tells of findings
  const READABLE = 0.8; // below this scale the smallest text is under 10 pixels
  const LEAST = 0.45; // below this scale names cannot be made out
  const PLAY_MS = 1500;

  const { width, height } = drawing.viewBox.baseVal;
  const parts = (selector) => Array.from(drawing.querySelectorAll(selector));
  const nodes = parts(".node");
  const edgeOf = (part) => part.dataset.edge || part.id;
  // All that speaks of an edge: its line, the words on it, its row in a list.
  const ofEdges = parts(".edge, .caption, .row");
  const households = parts(".household");
  // Read from what is written there: asking where it lies would have all of it laid out before it is needed.
  const measure = (rect, side) => rect[side].baseVal.value;
  const boxOf = (rect) => ({
    x: measure(rect, "x"), y: measure(rect, "y"), width: measure(rect, "width"), height: measure(rect, "height"),
  });
  const boxes = new Map(nodes.map((node) => [node.id, boxOf(node.querySelector(".frame"))]));
  const middle = ({ x, y, width: w, height: h }) => ({ x: x + w / 2, y: y + h / 2 });

  // What is shown: `lit` holds the chosen findings (empty: all, or none where `plain`), `day` the day gone back to.
  const lit = new Set();
  let plain = false;
  let day = null;
  let picked = null;
  let scale = 1;

  function show() {
    const chosen = (kind) => new Set([...lit].flatMap((key) => data.highlights[key][kind]));
    const [litNodes, litEdges] = [chosen("nodes"), chosen("edges")];
    const isOn = (key) => {
      const [begin, until] = data.spans[key] || ["", ""];
      return day === null || ((!begin || begin <= day) && (!until || day < until));
    };
    drawing.classList.toggle("choosing", lit.size > 0);
    drawing.classList.toggle("plain", plain);
    drawing.classList.toggle("replaying", day !== null);
    for (const node of nodes) {
      const own = data.nodes[node.id].edges;
      node.classList.toggle("lit", litNodes.has(node.id));
      node.classList.toggle("off", node.id !== data.centre && own.length > 0 && !own.some(isOn));
      if (node.id === picked) node.setAttribute("aria-current", "true");
      else node.removeAttribute("aria-current");
    }
    for (const part of [...ofEdges, ...hits]) {
      part.classList.toggle("lit", litEdges.has(edgeOf(part)));
      part.classList.toggle("off", !isOn(edgeOf(part)));
      part.classList.toggle("picked", edgeOf(part) === picked);
    }
    for (const home of households) home.classList.toggle("off", !isOn(home.id));
    uncover();
  }

  // Nothing is written across the words of the line that was chosen.
  function uncover() {
    const captions = parts(".caption");
    for (const caption of captions) caption.classList.remove("covered");
    const chosen = captions.find((caption) => caption.matches(".picked.whole"));
    if (!chosen) return;
    const { x, y, width: w, height: h } = chosen.getBBox();
    for (const caption of captions) {
      const box = caption.getBBox();
      const meets = box.x < x + w && x < box.x + box.width && box.y < y + h && y < box.y + box.height;
      caption.classList.toggle("covered", meets && caption !== chosen);
    }
  }

  // ---- what the drawing has for those who use it: a wide place to click along each line, a ring around each card

  function copyOf(part, kind) {
    const copy = part.cloneNode();
    // How it looks is a matter of its class alone.
    for (const name of copy.getAttributeNames()) if (/^(fill|stroke)/.test(name)) copy.removeAttribute(name);
    copy.setAttribute("class", kind);
    return copy;
  }

  const hits = parts(".edge").map((edge) => {
    const hit = copyOf(edge.querySelector(".line"), "hit");
    hit.dataset.edge = edge.id;
    return hit;
  });
  if (hits.length) drawing.querySelector(".edges").prepend(...hits);
  for (const node of nodes) {
    const box = node.querySelector(".frame");
    node.prepend(copyOf(box, "ring outer"), copyOf(box, "ring"));
    node.setAttribute("role", "button");
    node.setAttribute("aria-label", data.nodes[node.id].told);
    node.setAttribute("tabindex", "-1");
  }
  for (const layer of drawing.children) if (!layer.matches(".nodes")) layer.setAttribute("aria-hidden", "true");
  drawing.setAttribute("role", "group");
  drawing.setAttribute("aria-label", stage.dataset.label);
  byId("no-picture").hidden = true;
  for (const id of ["controls", "tools", "hint"]) byId(id).hidden = false;

  // ---- size

  function setScale(wanted, focus) {
    const point = focus || {
      x: (frame.scrollLeft + frame.clientWidth / 2) / scale,
      y: (frame.scrollTop + frame.clientHeight / 2) / scale,
    };
    scale = Math.max(Math.min(0.15, fitWhole()), Math.min(wanted, 2.5));
    byId("small").hidden = scale >= READABLE;
    frame.style.setProperty("--tall", `${Math.max(aboveFold(), Math.ceil(height * starting())) + 2}px`);
    stage.style.setProperty("--wide", `${width * scale}px`);
    look(point);
  }

  function look(point) {
    frame.scrollLeft = point.x * scale - frame.clientWidth / 2;
    frame.scrollTop = point.y * scale - frame.clientHeight / 2;
  }

  function lookAt(keys) {
    const seen = keys.map((key) => boxes.get(key));
    const amid = (low, high) => (Math.min(...low) + Math.max(...high)) / 2;
    look({
      x: amid(seen.map((box) => box.x), seen.map((box) => box.x + box.width)),
      y: amid(seen.map((box) => box.y), seen.map((box) => box.y + box.height)),
    });
  }

  function keepInSight(keys) {
    const [left, top] = [frame.scrollLeft / scale, frame.scrollTop / scale];
    const isSeen = (box) =>
      box.x >= left && box.x + box.width <= left + frame.clientWidth / scale &&
      box.y >= top && box.y + box.height <= top + frame.clientHeight / scale;
    if (!keys.every((key) => isSeen(boxes.get(key)))) lookAt(keys);
  }

  const fitWidth = () => frame.clientWidth / width;
  // How much of the first screen the frame has, below what stands above it.
  const aboveFold = () => Math.max(window.innerHeight - frame.getBoundingClientRect().top - window.scrollY - 16, window.innerHeight * 0.5);
  const fitWhole = () => Math.min(fitWidth(), aboveFold() / height);
  // At first all of it on the first screen; where that is too small, it is made no smaller than can be read, and its frame grows with it.
  const starting = () => Math.min(1, fitWhole() < LEAST ? Math.min(fitWidth(), READABLE) : fitWhole());
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
    if (told !== null) {
      const none = "No finding is shown: only who and what there is.";
      const lines = lit.size ? [...lit].map((key) => data.highlights[key].told) : [plain ? none : toldOfAll];
      told.replaceChildren(...lines.map((text) => element("p", text)));
    }
    show();
    const seen = [...lit].flatMap((key) => data.highlights[key].nodes);
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

  function toButton(key) {
    const title = (data.nodes[key] || data.edges[key]).title;
    const button = element("button", title, { type: "button", className: "plain" });
    button.addEventListener("click", () => tell(key));
    return button;
  }

  function aroundIt(one) {
    if (one.href) return element("a", one.told, { href: one.href });
    return element("span", one.crowded ? `${one.told}: too many to draw` : one.told);
  }

  function tell(key) {
    const edge = data.edges[key];
    const details = edge || data.nodes[key];
    picked = key;
    heading.textContent = details.title;
    byId("panel-facts").replaceChildren(
      ...details.facts.map(([label, text]) => {
        const row = element("div");
        row.append(element("dt", label), element("dd", text));
        return row;
      }),
    );
    const own = details.own ? [element("a", "The network of this record by itself", { href: details.own })] : [];
    const more = edge
      ? listOf("Between", details.ends.map(toButton))
      : [
          ...listOf("Relationships drawn here", details.edges.map(toButton)),
          ...listOf("Around it, not drawn", details.around.map(aroundIt)),
          ...listOf("Elsewhere", own),
        ];
    byId("panel-more").replaceChildren(...more);
    panel.hidden = false;
    byId("hint").hidden = true;
    show();
    // The panel takes room from the picture.
    keepInSight(edge ? edge.ends : [key]);
    heading.focus();
  }

  function backToPicture() {
    const key = data.edges[picked] ? data.edges[picked].ends[0] : picked;
    byId(key || data.centre).focus();
  }

  function closePanel() {
    if (panel.hidden) return;
    panel.hidden = true;
    byId("hint").hidden = false;
    picked = null;
    show();
  }

  byId("panel-back").addEventListener("click", backToPicture);
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") backToPicture();
  });

  function choose(node) {
    const about = Object.keys(data.highlights).find((key) => data.highlights[key].about === node.id);
    if (about && lit.size === 0) {
      plain = false;
      lit.add(about);
      showEntries();
    }
    tell(node.id);
  }

  // ---- cards by keyboard: one stop for Tab, the arrow keys go from card to card

  let reachable = byId(data.centre);
  reachable.setAttribute("tabindex", "0");
  drawing.addEventListener("focusin", (event) => {
    const node = event.target.closest(".node");
    if (!node) return;
    reachable.setAttribute("tabindex", "-1");
    reachable = node;
    reachable.setAttribute("tabindex", "0");
  });

  const DIRECTIONS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  function nextNode([across, down]) {
    const from = middle(boxes.get(reachable.id));
    let best = null;
    let least = Infinity;
    for (const [key, box] of boxes) {
      const { x, y } = middle(box);
      const ahead = (x - from.x) * across + (y - from.y) * down;
      const aside = Math.abs((x - from.x) * down) + Math.abs((y - from.y) * across);
      if (ahead <= 1 || aside > 2.5 * ahead) continue;
      const cost = ahead + 2 * aside;
      if (cost < least) [best, least] = [byId(key), cost];
    }
    return best;
  }

  drawing.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const sizes = { "+": "in", "=": "in", "-": "out", 0: "fit" };
    if (event.key in DIRECTIONS) {
      const next = nextNode(DIRECTIONS[event.key]);
      if (next) next.focus();
    } else if (event.key === "Enter" || event.key === " ") {
      choose(reachable);
    } else if (event.key === "Home") {
      byId(data.centre).focus();
    } else if (event.key === "Escape") {
      closePanel();
    } else if (event.key in sizes) {
      setScale(zooms[sizes[event.key]](), middle(boxes.get(reachable.id)));
    } else {
      return;
    }
    event.preventDefault();
  });

  // ---- with a mouse: drag to scroll, click a card or a line for what it rests on

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
    const node = event.target.closest(".node");
    if (node) return choose(node);
    const edge = event.target.closest(".edge, [data-edge]");
    if (edge) return tell(edgeOf(edge));
    closePanel();
    if (lit.size) showAll(false);
  });

  // ---- find a card by name

  const plainText = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().trim();
  let lastFound = { text: "", index: -1 };

  byId("finder").addEventListener("submit", (event) => {
    event.preventDefault();
    const text = plainText(byId("find").value);
    const named = (node) => plainText(data.nodes[node.id].title).includes(text);
    const found = text ? nodes.filter((node) => plainText(data.nodes[node.id].told).includes(text)) : [];
    const said = byId("found");
    if (!found.length) {
      said.textContent = text ? "Nobody and nothing in this picture is called that." : "";
      return;
    }
    found.sort((one, other) => named(other) - named(one));
    const index = lastFound.text === text ? (lastFound.index + 1) % found.length : 0;
    lastFound = { text, index };
    const more = found.length > 1 ? ` (${index + 1} of ${found.length}; Find again for the next)` : "";
    said.textContent = `${data.nodes[found[index].id].title}${more}`;
    lookAt([found[index].id]);
    found[index].focus();
    found[index].scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  // ---- the case day by day

  const slider = byId("replay");
  if (slider !== null) {
    const days = data.timeline.slice();
    if (!days.some((one) => one.day === data.today)) {
      days.push({ day: data.today, told: "", changes: [] });
      days.sort((one, other) => (one.day < other.day ? -1 : 1));
    }
    const today = days.findIndex((one) => one.day === data.today);
    const said = byId("replayed");
    const player = document.querySelector("button[data-replay=play]");
    let playing = null;

    function goTo(index) {
      const at = Math.max(0, Math.min(index, days.length - 1));
      const here = days[at];
      slider.value = String(at);
      day = at === today ? null : here.day;
      const where = `${at + 1} of ${days.length}`;
      let text = `The day of the view (${where}).`;
      if (at !== today) text = `${here.told} (${where}): ${here.changes.join("; ")}.`;
      else if (here.changes.length) text = `The day of the view (${where}): ${here.changes.join("; ")}.`;
      slider.setAttribute("aria-valuetext", text);
      said.textContent = text;
      frame.dataset.day = day || "";
      show();
    }

    function stop() {
      window.clearInterval(playing);
      playing = null;
      player.setAttribute("aria-pressed", "false");
      said.setAttribute("aria-live", "polite");
    }

    slider.max = String(days.length - 1);
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

  frame.dataset.ready = "true";
  setScale(starting(), middle(boxes.get(data.centre)));
  let wide = window.innerWidth;
  window.addEventListener("resize", () => {
    // A phone's bars come and go: only the width matters.
    if (window.innerWidth === wide || !frame.clientWidth) return;
    wide = window.innerWidth;
    setScale(starting(), middle(boxes.get(data.centre)));
  });
})();
