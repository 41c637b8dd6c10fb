import { defineConfig } from 'vite';

// Relative addresses: the page works below any prefix. No polyfill: it would be one more script, for browsers
// that lack what the page needs anyway.
export default defineConfig({
  base: './',
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    emptyOutDir: true,
  },
});
