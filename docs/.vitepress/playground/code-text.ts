import { h } from 'vue';
import type { FunctionalComponent } from 'vue';

/** A text with its `code spans` shown as code. */
export const CodeText: FunctionalComponent<{ text: string }> = ({ text }) =>
  text.split('`').map((part, index) => (index % 2 === 1 ? h('code', part) : part));
CodeText.props = ['text'];
