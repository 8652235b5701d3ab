// Puts the colours in force that were chosen on this device, before anything is drawn: it comes before
// the styles. src/app/appearance.rs keeps the choice, and says when it is another.
(function () {
  var papers = { light: '#faf9f6', dark: '#1b1a18' };

  function apply() {
    var theme = null;
    try {
      theme = localStorage.getItem('yixin/look/theme');
    } catch (error) {
      // Without a store it is as the system has it.
    }
    document.documentElement.setAttribute('data-theme', papers[theme] ? theme : 'system');
    var metas = document.querySelectorAll('meta[name=theme-color]');
    for (var i = 0; i < metas.length; i += 1) {
      metas[i].content = papers[theme] || papers[metas[i].media.indexOf('dark') < 0 ? 'light' : 'dark'];
    }
  }

  apply();
  window.addEventListener('yixin-theme', apply);
  window.addEventListener('storage', apply);
})();
