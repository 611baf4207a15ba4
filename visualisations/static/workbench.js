// The workbench: GraphiQL on our own /graphql, as the session's user and for the purpose that the page names.
"use strict";
{
  const place = document.getElementById("graphiql");
  const saving = document.getElementById("save");
  const draft = saving.elements.query;
  // A header carries bytes: the purpose goes as UTF-8, which a plain string would not.
  const purpose = String.fromCharCode(...new TextEncoder().encode(document.getElementById("purpose").textContent));

  // What is asked may name people, so nothing of it goes into the browser's own storage.
  // The page is light whatever the system's theme, and so is GraphiQL in it.
  const memory = new Map([["graphiql:theme", "light"]]);
  const storage = {
    // One query at a time: its tabs cannot be used by all readers.
    getItem: (key) => (key === "graphiql:tabState" ? null : memory.get(key) ?? null),
    setItem: (key, value) => void memory.set(key, value),
    removeItem: (key) => void memory.delete(key),
    clear: () => memory.clear(),
    get length() { return memory.size; },
  };

  const fetcher = async (question) => {
    const answer = await fetch("/graphql", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Purpose": purpose },
      body: JSON.stringify(question),
    });
    if (answer.status === 401) {
      return { errors: [{ message: "Your session has ended. Copy what you need, open the page again and sign in." }] };
    }
    return answer.json();
  };

  const root = ReactDOM.createRoot(place);
  let schema;
  let times = 0;
  const open = (query, variables) => {
    draft.value = query;
    root.render(React.createElement(GraphiQL, {
      key: ++times, fetcher, storage, query, variables, schema,
      onSchemaChange: (found) => { schema = found; },
      onEditQuery: (text) => { draft.value = text; },
      defaultEditorToolsVisibility: "variables",
      isHeadersEditorEnabled: false,
      shouldPersistHeaders: false,
      // In place of its own, which links to a place elsewhere.
    }, React.createElement(GraphiQL.Logo, null, "GraphiQL")));
  };

  // What GraphiQL leaves without a name or out of reach of the keyboard.
  const names = [[".graphiql-query-editor", "Query"], [".graphiql-editor-tool", "Variables"], [".result-window", "Answer"]];
  new MutationObserver(() => {
    const nameOf = (one) => names.find(([part]) => one.closest(part))?.[1];
    for (const field of place.querySelectorAll("textarea:not([aria-label])")) {
      if (nameOf(field)) field.setAttribute("aria-label", nameOf(field));
    }
    for (const scrolled of place.querySelectorAll(".CodeMirror-scroll[tabindex='-1']")) {
      scrolled.tabIndex = 0;
      scrolled.setAttribute("role", "group");
      scrolled.setAttribute("aria-label", `${nameOf(scrolled) ?? "Text"}, to scroll`);
    }
    for (const field of place.querySelectorAll(".graphiql-history-item input:not([aria-label])")) {
      field.setAttribute("aria-label", "Label of this query");
    }
  }).observe(place, { childList: true, subtree: true });

  // Tab indents in the editors, so another key must lead out of them.
  place.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && event.target.matches("textarea") && !document.querySelector(".CodeMirror-hints")) {
      event.stopPropagation();
      place.querySelector(".graphiql-execute-button").focus();
    }
  }, true);

  const textOf = (query, part) => query.querySelector(part).textContent;
  const lists = document.querySelector(".queries");
  lists.addEventListener("click", (event) => {
    const query = event.target.closest(".open")?.closest(".query");
    if (!query) return;
    open(textOf(query, ".text"), textOf(query, ".variables"));
    place.scrollIntoView();
  });

  // Saving and removing change the list alone: what is written in the editor, its variables and the answer stay.
  const LOST = "Nothing was changed: your session has ended, or the service cannot be reached. What you wrote is still here; "
    + "copy what you need, open the page again and sign in.";
  const send = async (form) => {
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { Accept: "text/html" },
        body: new URLSearchParams(new FormData(form)),
      });
      return new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch {
      return null;
    }
  };
  lists.addEventListener("submit", async (event) => {
    event.preventDefault();
    const page = await send(event.target);
    const list = page?.getElementById("saved-list");
    const problem = page?.querySelector("#outcome .problem")?.textContent ?? (list ? "" : LOST);
    if (list) document.getElementById("saved-list").replaceWith(document.adoptNode(list));
    const told = document.createElement("p");
    told.className = problem ? "problem" : "note";
    told.textContent = problem || (event.target === saving ? "Saved. Every analyst finds it in the list above." : "Removed.");
    document.getElementById("outcome").replaceChildren(told);
    // The button that removed a query is gone with it.
    if (!event.target.isConnected) document.getElementById("saved").focus();
  });

  const queries = [...document.querySelectorAll(".query")];
  const opened = queries.find((query) => query.dataset.queryId && query.dataset.queryId === place.dataset.opened);
  if (draft.value) open(draft.value, "{}");
  else if (opened) open(textOf(opened, ".text"), "{}");
  else open(textOf(queries[0], ".text"), textOf(queries[0], ".variables"));
}
