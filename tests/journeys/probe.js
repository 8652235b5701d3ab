// What a script that runs in the page could try to reach another origin: isolation.test.mjs lets it in.
// Each way asks for an address of its own name.

(() => {
  const add = (name, attributes, parent = document.body) =>
    parent.append(Object.assign(document.createElement(name), attributes));
  const link = (attributes) => add('link', attributes, document.head);
  const program = (address) => `fetch('${address}', { mode: 'no-cors' })`;

  const WAYS = {
    fetch: (address) => fetch(address, { mode: 'no-cors' }),
    xhr: (address) => {
      const request = new XMLHttpRequest();
      request.open('GET', address);
      request.send();
    },
    beacon: (address) => navigator.sendBeacon(address, 'names'),
    socket: (address) => new WebSocket(address.replace('http', 'ws')),
    events: (address) => new EventSource(address),
    picture: (address) => add('img', { src: address }),
    script: (address) => add('script', { src: address }),
    module: (address) => import(address),
    data: (address) => import(`data:text/javascript,${encodeURIComponent(program(address))}`),
    worker: (address) => new Worker(URL.createObjectURL(new Blob([program(address)]))),
    style: (address) => link({ rel: 'stylesheet', href: address }),
    preload: (address) => link({ rel: 'preload', as: 'image', href: address }),
    prefetch: (address) => link({ rel: 'prefetch', href: address }),
    sheet: (address) => add('style', { textContent: `@import "${address}";` }, document.head),
    attribute: (address) => document.body.insertAdjacentHTML('beforeend', `<i style="background:url(${address})">.</i>`),
    font: (address) => new FontFace('theirs', `url(${address})`).load(),
    frame: (address) => add('iframe', { src: address }),
    object: (address) => add('object', { data: address }),
    embed: (address) => add('embed', { src: address }),
    video: (address) => add('video', { src: address, preload: 'auto' }),
    form: (address) => {
      add('iframe', { name: 'unseen' });
      add('form', { id: 'theirs', action: address, target: 'unseen' });
      document.getElementById('theirs').submit();
    },
    handler: (address) =>
      document.body.insertAdjacentHTML('beforeend', `<img src="data:," onerror="new Image().src = '${address}'">`),
    inline: (address) => add('script', { textContent: program(address) }),
    eval: (address) => (0, eval)(program(address)),
    timer: (address) => setTimeout(program(address), 0),
    base: (address) => {
      add('base', { href: address }, document.head);
      add('img', { src: 'base' });
    },
  };

  /** Tries all of them, and gives their names. */
  window.tryAll = async (origin) => {
    for (const [name, way] of Object.entries(WAYS)) {
      try {
        Promise.resolve(way(origin + name)).catch(() => {});
      } catch {
        // Forbidden at once; the others come later.
      }
    }
    await new Promise((done) => setTimeout(done, 1500));
    return Object.keys(WAYS);
  };
})();
