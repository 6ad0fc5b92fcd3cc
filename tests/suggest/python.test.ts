import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import python from '../../src/python/index.ts';
import { applied } from '../../tools/lint-code.ts';

const config = [python.configs.strict].flat() as Linter.Config[];

/** The texts that the suggestions of the only report of a file make of it, by the message of each. */
function results(code: string): Record<string, string> {
  const reports = new Linter().verify(code, config, { filename: 'file.py' });
  expect(reports).toHaveLength(1);
  return Object.fromEntries((reports[0]!.suggestions ?? []).map(({ messageId, fix }) => [messageId!, applied(code, fix)]));
}

describe('suggestions in Python', () => {
  it('make a get-or-create on a dictionary a creation, or keep the id', () => {
    const code = `from composio import Composio, ToolRouterSession

composio = Composio()


class Desk:
    def __init__(self):
        self.sessions: dict[str, ToolRouterSession] = {}

    async def on_ticket(self, customer_id: str, text: str):
        # one session for each customer
        if customer_id not in self.sessions:
            session = composio.create(
                user_id=customer_id,
                toolkits=["zendesk", "slack"],
            )
            self.sessions[customer_id] = session

        session = self.sessions[customer_id]
        return await run_agent(text, session.tools())
`;
    expect(results(code)).toEqual({
      freshSession: `from composio import Composio

composio = Composio()


class Desk:
    async def on_ticket(self, customer_id: str, text: str):
        # one session for each customer
        session = composio.create(
            user_id=customer_id,
            toolkits=["zendesk", "slack"],
        )

        return await run_agent(text, session.tools())
`,
      keepSessionId: `from composio import Composio

composio = Composio()


class Desk:
    def __init__(self):
        self.sessions: dict[str, str] = {}

    async def on_ticket(self, customer_id: str, text: str):
        # one session for each customer
        if customer_id not in self.sessions:
            session = composio.create(
                user_id=customer_id,
                toolkits=["zendesk", "slack"],
            )
            self.sessions[customer_id] = session.session_id

        session = composio.use(self.sessions[customer_id])
        return await run_agent(text, session.tools())
`,
    });
  });

  it('resume where the id is known, with tabs', () => {
    const code = `from composio import Composio

composio = Composio()
tool_sessions = {}


def tools_for(user_id):
	tool_session = tool_sessions.get(user_id)
	if tool_session is None:
		tool_session = composio.create(user_id=user_id, toolkits=['gmail'])
		tool_sessions[user_id] = tool_session
	return tool_session.tools()
`;
    expect(results(code)).toEqual({
      freshSession: `from composio import Composio

composio = Composio()


def tools_for(user_id):
	tool_session = composio.create(user_id=user_id, toolkits=['gmail'])
	return tool_session.tools()
`,
      keepSessionId: `from composio import Composio

composio = Composio()
tool_sessions = {}


def tools_for(user_id):
	session_id = tool_sessions.get(user_id)
	tool_session = composio.use(session_id) if session_id else composio.create(user_id=user_id, toolkits=['gmail'])
	tool_sessions[user_id] = tool_session.session_id
	return tool_session.tools()
`,
    });
  });

  it('know that a missing key raises', () => {
    const code = `from composio import Composio

composio = Composio()
sessions = {}


def session_for(user_id):
    try:
        return sessions[user_id]
    except KeyError:
        session = composio.create(user_id=user_id)
        sessions[user_id] = session
        return session
`;
    expect(results(code)).toEqual({
      freshSession: `from composio import Composio

composio = Composio()


def session_for(user_id):
    session = composio.create(user_id=user_id)
    return session
`,
      keepSessionId: `from composio import Composio

composio = Composio()
sessions = {}


def session_for(user_id):
    try:
        return composio.use(sessions[user_id])
    except KeyError:
        session = composio.create(user_id=user_id)
        sessions[user_id] = session.session_id
        return session
`,
    });
  });

  it('take a global statement away with the variable', () => {
    const code = `from composio import Composio

composio = Composio()
_session = None


def tools(user_id):
    global _session
    if _session is None:
        _session = composio.create(user_id=user_id)
    return _session.tools()
`;
    expect(results(code)).toEqual({
      freshSession: `from composio import Composio

composio = Composio()


def tools(user_id):
    session = composio.create(user_id=user_id)
    return session.tools()
`,
    });
  });

  it('take a memo away, and what only it needed', () => {
    const code = `from functools import lru_cache

from composio import Composio

composio = Composio()


@lru_cache(maxsize=64)
def session_for(user_id: str):
    return composio.create(user_id=user_id)
`;
    expect(results(code)).toEqual({
      withoutMemo: `from composio import Composio

composio = Composio()


def session_for(user_id: str):
    return composio.create(user_id=user_id)
`,
    });
  });

  it('leave pass in a block that a removed creation emptied', () => {
    const code = `from composio import Composio

composio = Composio()


def on_login(user_id: str, is_new: bool):
    if is_new:
        composio.create(user_id=user_id)  # warm up
    return True
`;
    expect(results(code)).toEqual({
      removeCreation: `def on_login(user_id: str, is_new: bool):
    if is_new:
        pass  # warm up
    return True
`,
    });
  });

  it('add a toolkit in the quotes of the list', () => {
    const code = `from composio import Composio

composio = Composio()


def connect(user_id: str):
    session = composio.create(user_id=user_id, toolkits=['gmail'])
    session.tools()
    return session.authorize("slack")
`;
    expect(results(code)).toEqual({
      addToolkit: code.replace("['gmail']", "['gmail', 'slack']"),
      createSession: code.replace(
        '    return session',
        '    slack_session = composio.create(user_id=user_id, toolkits=["slack"])\n    return slack_session',
      ),
    });
  });

  const logged = (imported: string, log: string): string => `${imported}
from composio import Composio

composio = Composio()


def run(user_id, text):
    session = composio.create(user_id=user_id)
    try:
        return run_agent(text, session.tools())
    except Exception as error:
        ${log}
        raise
`;

  it.each([
    [
      'import logging', 'logging.exception("failed for %s", user_id)',
      'logging.exception("failed for %s", user_id, extra={"session_id": session.session_id})',
    ],
    [
      'import logging',
      "logging.error('failed', extra={'user_id': user_id})",
      "logging.error('failed', extra={'session_id': session.session_id, 'user_id': user_id})",
    ],
    ['from loguru import logger', 'logger.exception("failed")', 'logger.exception("failed", session_id=session.session_id)'],
    [
      'import sentry_sdk', 'sentry_sdk.capture_exception(error)',
      'sentry_sdk.capture_exception(error, extras={"session_id": session.session_id})',
    ],
    ['import sys', 'print(error, file=sys.stderr)', 'print(error, session.session_id, file=sys.stderr)'],
  ])('%s: give %s the id', (imported, log, withId) => {
    expect(results(logged(imported, log))).toEqual({ addSessionId: logged(imported, withId) });
  });

  it('create the session before the try, where the handler sees it', () => {
    const code = `import logging
from composio import Composio

composio = Composio()


def run(user_id, text):
    try:
        session = composio.create(user_id=user_id)
        return run_agent(text, session.tools())
    except Exception:
        logging.exception("failed")
        raise
`;
    expect(results(code)['hoistCreation']).toBe(`import logging
from composio import Composio

composio = Composio()


def run(user_id, text):
    session = composio.create(user_id=user_id)
    try:
        return run_agent(text, session.tools())
    except Exception:
        logging.exception("failed", extra={"session_id": session.session_id})
        raise
`);
  });

  it('are not offered where others are given the same home', () => {
    const code = `from composio import Composio

composio = Composio()


async def start(update, context):
    context.user_data["session"] = composio.create(user_id=str(update.effective_user.id))
`;
    expect(results(code)).toEqual({});
  });
});
