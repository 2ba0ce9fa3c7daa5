// Nothing of a session that has ended stays on the screen: a page that the browser kept for
// "Back" asks again, and so does one that nobody has touched for as long as a session may rest.
"use strict";
(() => {
  const minutes = Number(document.body.dataset.idleMinutes);
  let touched = Date.now();
  const touch = () => {
    touched = Date.now();
  };
  for (const kind of ["pointerdown", "keydown", "scroll"]) {
    addEventListener(kind, touch, { passive: true });
  }
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      location.reload();
    }
  });
  setInterval(() => {
    if (minutes && Date.now() - touched > minutes * 60000) {
      location.assign(location.href.split("#")[0]);
    }
  }, 15000);
})();
