// Decides whether this browser can run the app at all, here, and says so where it cannot. A classic
// script in the JavaScript of 2009: the browsers that it is for must be able to read it.
(function () {
  function show(id, reason) {
    var section = document.getElementById(id);
    if (reason !== undefined) section.querySelector('.stop-reason').textContent = String(reason);
    document.getElementById('app').hidden = true;
    section.hidden = false;
  }

  // Chromium 98, Safari 15.4 and Firefox 94 are the first to have all three.
  function isAboveFloor() {
    // (module (type (func (param externref)))): Rust's wasm needs reference types.
    var externref = [0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 1, 111, 0];
    return (
      typeof WebAssembly === 'object' &&
      WebAssembly.validate(new Uint8Array(externref)) &&
      typeof BroadcastChannel === 'function' &&
      typeof structuredClone === 'function'
    );
  }

  // Who frames the page can lay something over it, and so have one tap what one does not see. A
  // policy within the page cannot forbid it, and not every host can send headers.
  var isFramed = window.top !== window.self;

  // For the starter, boot.js.
  window.yixinStart = {
    mayStart: isAboveFloor() && !isFramed,
    failed: function (reason) {
      show('not-started', reason);
    },
    // The program stopped in the midst of something: none of it may go on half alive.
    fell: function (reason) {
      show('fallen', reason);
    }
  };

  var again = document.querySelectorAll('.stop-again');
  for (var i = 0; i < again.length; i += 1) {
    again[i].onclick = function () {
      location.reload();
    };
  }

  // The starter itself may be what does not arrive. Such errors do not bubble.
  window.addEventListener(
    'error',
    function (event) {
      if (event.target && event.target.id === 'boot') window.yixinStart.failed('boot.js');
    },
    true
  );

  // It comes before this script, which may not have heard of it.
  window.addEventListener('load', function () {
    if (window.yixinStart.mayStart && !window.yixinBooted) window.yixinStart.failed('boot.js');
  });

  if (!window.yixinStart.mayStart) show(isFramed ? 'framed' : 'below-floor');
})();
