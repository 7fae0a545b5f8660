// SPDX-License-Identifier: Apache-2.0
// Sets language, direction and colour scheme before anything is painted. A file of its own because the
// content security policy allows no inline script.
(function () {
  var root = document.documentElement;
  var language = null;
  var scheme = null;
  try {
    language = localStorage.getItem('kolog.language');
    scheme = localStorage.getItem('kolog.color-scheme');
  } catch (error) {
    // Storage is closed to us (private mode, a policy): the defaults below stand.
  }
  root.lang = language === 'en' ? 'en' : 'he';
  root.dir = root.lang === 'en' ? 'ltr' : 'rtl';
  if (scheme !== 'light' && scheme !== 'dark') {
    scheme = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  }
  root.setAttribute('data-mantine-color-scheme', scheme);
})();
