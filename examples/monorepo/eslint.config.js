import * as parser from '@typescript-eslint/parser';
import composioSessions from 'eslint-plugin-composio-sessions';

export default [{ files: ['**/*.ts'], ...composioSessions.configs.recommended, languageOptions: { parser } }];
