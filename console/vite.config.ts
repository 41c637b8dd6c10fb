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
    // What the first screen needs is one script: each more would be a request that somebody waits for.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } },
  },
});
