import { computed, reactive, ref, watch } from 'vue';
import { rulesMeta } from '../../../src/generated/rules-meta.ts';
import { data as examples } from './examples.data.ts';
import type { Example } from './examples.data.ts';
import type { Answer, Preset, Session, Severity } from './messages.ts';

const patience = 200;

/** Every rule that there are examples of, in the order of its page. */
export const ruleNames = [...new Set(examples.map(({ rule }) => rule))];

/** The examples of one rule, or of all. */
export function examplesOf(rule: string | undefined): Example[] {
  return rule === undefined ? examples : examples.filter(example => example.rule === rule);
}

/** What a preset says about a rule. */
function presetSeverity(preset: Preset, rule: string): Severity {
  const facts = rulesMeta[rule as keyof typeof rulesMeta];
  return preset === 'strict' || facts.recommended ? 'error' : 'off';
}

/** The session of a playground, what the linter said last, and the calls that change them. */
export function usePlayground(rule: string | undefined) {
  const first = examples.find(example => example.rule === (rule ?? 'no-session-cache')) as Example;
  const session = reactive<{ -readonly [Key in keyof Session]: Session[Key] }>({
    code: first.code,
    language: first.language,
    // every rule's own examples are shown with that rule on
    preset: rule !== undefined && presetSeverity('recommended', rule) === 'off' ? 'strict' : 'recommended',
    severities: {},
    settings: '',
  });
  const answer = ref<Answer>();
  const failure = ref('');
  return {
    session,
    answer,
    failure,
    severityOf: (name: string): Severity => session.severities[name] ?? presetSeverity(session.preset, name),
    /** Sets a severity; one that the preset has anyway is not kept. */
    setSeverity(name: string, severity: Severity) {
      const own = { ...session.severities, [name]: severity };
      if (severity === presetSeverity(session.preset, name)) delete own[name];
      session.severities = own;
    },
    setPreset(preset: Preset) {
      session.preset = preset;
      session.severities = {};
    },
    summary: computed(() => {
      const count = answer.value?.findings.length ?? 0;
      if (!answer.value) return 'Loading the linter …';
      return count === 0 ? 'No findings.' : `${count} ${count === 1 ? 'finding' : 'findings'}.`;
    }),
    /** Calls `act` with a plain copy of the session now, and a moment after each change. */
    onSettled(act: (session: Session) => void) {
      const copy = (): Session => ({ ...session, severities: { ...session.severities } });
      act(copy());
      let timer: ReturnType<typeof setTimeout> | undefined;
      watch(session, () => {
        clearTimeout(timer);
        timer = setTimeout(() => act(copy()), patience);
      });
    },
  };
}
