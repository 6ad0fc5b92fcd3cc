/** The pages of the site besides the rules', in the order of reading. */
export const guides = [
  {
    group: 'Use it',
    pages: [
      { name: 'getting-started', text: 'Getting started' },
      { name: 'presets', text: 'Presets' },
      { name: 'settings', text: 'Settings' },
      { name: 'python', text: 'Python' },
      { name: 'adopting', text: 'In an existing code base' },
      { name: 'editor-hooks-ci', text: 'Editor, hooks and CI' },
      { name: 'playground', text: 'Playground' },
    ],
  },
  {
    group: 'Understand it',
    pages: [
      { name: 'how-it-decides', text: 'How it decides' },
      { name: 'two-generations', text: 'Two generations of advice' },
      { name: 'comparison', text: 'Compared with own patterns' },
      { name: 'quality', text: 'Measured' },
      { name: 'limits', text: 'Limits' },
      { name: 'for-machines', text: 'For machines' },
      { name: 'changelog', text: 'Changelog' },
    ],
  },
] as const;
