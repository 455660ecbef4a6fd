// What the browser does by itself, beside Streamlit's own scripts; see browser.py.
if (!window.community) {
  window.community = true;

  // The menu closes after a tap where it lies over the page, which Streamlit's does below this width. Streamlit closes
  // its own menu for phones alone, told by their name, and never one that is drawn.
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest('[data-testid="stSidebar"] a');
    if (chosen && window.matchMedia("(max-width: 767.98px)").matches) {
      document.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
    }
  });

  const words = (one) => one.getAttribute("aria-label") || one.textContent;
  const named = (kind, name) => [...document.querySelectorAll(kind)].filter((one) => words(one) === name);

  // A press is for what was pressed, whatever moves meanwhile. A number is sent as the pointer goes down elsewhere; its
  // answer may have moved a button, or drawn it anew, before the pointer is up, and no click would come.
  const PRESSED = "button, a[href], label, summary, [role=tab]";
  let pressed = null;
  window.addEventListener("mousedown", (event) => {
    const one = event.button === 0 ? event.target.closest?.(PRESSED) : null;
    const said = one && words(one);
    pressed = one && { one, said, place: named(PRESSED, said).indexOf(one), x: event.clientX, y: event.clientY };
  }, true);
  window.addEventListener("click", (event) => {
    if (pressed?.one.contains(event.target)) pressed = null;
  }, true);
  window.addEventListener("mouseup", (event) => {
    const held = pressed;
    if (held && Math.hypot(event.clientX - held.x, event.clientY - held.y) > 4) pressed = null;
    // a click comes in the same turn as this, or not at all
    setTimeout(() => {
      if (!held || pressed !== held) return;
      pressed = null;
      const now = held.one.isConnected ? held.one : named(PRESSED, held.said)[held.place];
      if (now && words(now) === held.said) now.click();
    });
  }, true);

  // A field whose number follows another one is written anew where somebody may stand in it already, all of its text
  // selected for what comes next. Without a hand that selection is gone, and "340" is typed behind "320".
  const FIELD = '[data-testid="stTextInputField"]';
  let selected = null;
  const written = new MutationObserver(() => {
    if (selected && selected === document.activeElement) selected.select();
  });
  document.addEventListener("focusin", (event) => {
    written.disconnect();
    if (event.target.matches(FIELD)) written.observe(event.target, { attributeFilter: ["value"] });
  });
  document.addEventListener("selectionchange", () => {
    const field = document.activeElement;
    const whole = field?.matches(FIELD) && field.value && field.selectionEnd - field.selectionStart === field.value.length;
    selected = whole ? field : null;
  });
  // before the field's own listeners: they write the same attribute
  document.addEventListener("beforeinput", () => (selected = null), true);

  // What is typed is sent when its field is left. A reload does not leave it first: the text stands there again
  // afterwards, as a browser does in forms of its own.
  const TEXT = "input[type=text], textarea";
  const KEPT = "typed and not sent";
  // a browser may be told to keep nothing
  const store = (() => { try { return window.sessionStorage; } catch { return null; } })();
  let typed = null;
  document.addEventListener("input", (event) => (typed = event.target.matches(TEXT) ? event.target : null), true);
  const sent = () => (typed = null);
  document.addEventListener("focusout", sent);
  document.addEventListener("keydown", (event) => event.key === "Enter" && event.target.matches("input") && sent());
  window.addEventListener("pagehide", () => {
    const label = typed?.getAttribute("aria-label");
    if (!label) return;
    const place = named(TEXT, label).indexOf(typed);
    store?.setItem(KEPT, JSON.stringify({ page: location.pathname, label, place, text: typed.value }));
  });

  const kept = JSON.parse(store?.getItem(KEPT) ?? null);
  store?.removeItem(KEPT);
  const putBack = () => {
    const field = named(TEXT, kept.label)[kept.place];
    if (!field || typed) return Boolean(typed);
    field.focus();
    // React knows of a text only what is set past it and then told
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, kept.text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return true;
  };
  if (kept && kept.page === location.pathname && !putBack()) {
    const drawn = new MutationObserver(() => putBack() && drawn.disconnect());
    drawn.observe(document.body, { childList: true, subtree: true });
    setTimeout(() => drawn.disconnect(), 10_000);
  }

  // Nor does Escape leave a field before it closes the drawer that the field is in.
  const leave = (event) => event.key === "Escape" && event.target.closest('[role="dialog"]') && event.target.blur();
  document.addEventListener("keydown", leave, true);
}
