import type { Theme } from 'vitepress';
import DefaultTheme from 'vitepress/theme-without-fonts';
import { defineAsyncComponent } from 'vue';
import Layout from './Layout.vue';
import './style.css';

export default {
  extends: DefaultTheme,
  Layout,
  enhanceApp({ app }) {
    // markdown pages name it; nothing of it is loaded before a page shows it
    app.component('Playground', defineAsyncComponent(() => import('../playground/Playground.vue')));
  },
} satisfies Theme;
