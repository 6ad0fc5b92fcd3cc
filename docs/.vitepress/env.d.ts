/// <reference types="vite/client" />

declare module '*.vue' {
  import type { Component } from 'vue';
  const component: Component;
  export default component;
}

declare module 'virtual:linter-worker' {
  /** The address of the bundled linter. */
  const address: string;
  export default address;
}
