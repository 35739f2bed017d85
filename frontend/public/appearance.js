// Before the first paint: the chosen theme and language, so that the page never flashes.
(() => {
  const read = (key) => {
    try {
      return localStorage.getItem(key);
    } catch {
      return null; // Storage is blocked.
    }
  };
  const theme = read('mantine-color-scheme-value');
  const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light';
  const language = read('language');
  if (language === 'en' || language === 'ru') document.documentElement.lang = language;
})();
