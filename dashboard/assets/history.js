// What a page writes into the address before anybody acts on it belongs to the step that led there: it replaces the
// entry of the browser's history instead of adding one. A press, a click or a key makes what follows a step of its own.
if (!window.kxwatchHistory) {
  window.kxwatchHistory = { isActedOn: false };
  const seen = window.kxwatchHistory;
  const push = history.pushState;
  for (const name of ["pointerdown", "click", "keydown"]) addEventListener(name, () => { seen.isActedOn = true; }, true);
  history.pushState = function (state, title, address) {
    const enter = seen.isActedOn ? push : history.replaceState;
    if (new URL(address, location.href).pathname !== location.pathname) seen.isActedOn = false;
    return enter.call(history, state, title, address);
  };
}
