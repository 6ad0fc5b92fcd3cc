/**
 * Where Python's frameworks put the user that a handler works for.
 *
 * | module                 | name                           | its user                          |
 * | ---------------------- | ------------------------------ | --------------------------------- |
 * | python-telegram-bot    | `update`                       | `update.effective_user.id`        |
 * | aiogram, pyrogram, telebot | a message, a callback query | `.from_user.id`                  |
 * | discord.py and its like | `message`, `ctx`, `interaction` | `.author.id`, `.user.id`        |
 * | slack_bolt             | `message`, `event`, `command`  | `["user"]`, `["user_id"]`         |
 * |                        | `context`; `body` of a command, of a shortcut, an action, a view, of an event | `["user_id"]`, `["user"]["id"]`, `["event"]["user"]` |
 * | Django                 | `request`                      | `.user.pk`                        |
 * | flask_login            | the imported `current_user`    | `.get_id()`                       |
 *
 * Telegram, Discord and Django number their users: Composio wants a text.
 *
 * Sources: the documentation of the frameworks named.
 */
interface UserConvention {
  readonly modules: RegExp;
  readonly parameter: RegExp;
  readonly isImported?: boolean;
  /** The decorators under which that is so, where others have something else there. */
  readonly under?: RegExp;
  /** The user, with `{}` for the name, as Python writes it. */
  readonly user: string;
}

const discord = /^(?:discord|disnake|nextcord)$/u;

export const userConventions: readonly UserConvention[] = [
  { modules: /^telegram$/u, parameter: /^update$/u, user: 'str({}.effective_user.id)' },
  {
    modules: /^(?:aiogram|pyrogram|telebot)$/u,
    parameter: /^(?:message|query|callback|callback_query|call)$/u,
    user: 'str({}.from_user.id)',
  },
  { modules: discord, parameter: /^(?:message|ctx)$/u, user: 'str({}.author.id)' },
  { modules: discord, parameter: /^(?:interaction|inter)$/u, user: 'str({}.user.id)' },
  { modules: /^slack_bolt$/u, parameter: /^(?:message|event)$/u, user: '{}["user"]' },
  { modules: /^slack_bolt$/u, parameter: /^command$/u, user: '{}["user_id"]' },
  { modules: /^slack_bolt$/u, parameter: /^context$/u, user: '{}["user_id"]' },
  { modules: /^slack_bolt$/u, parameter: /^body$/u, under: /^command$/u, user: '{}["user_id"]' },
  { modules: /^slack_bolt$/u, parameter: /^body$/u, under: /^(?:action|view|shortcut)$/u, user: '{}["user"]["id"]' },
  { modules: /^slack_bolt$/u, parameter: /^body$/u, under: /^(?:event|message)$/u, user: '{}["event"]["user"]' },
  { modules: /^(?:django|rest_framework)$/u, parameter: /^request$/u, user: 'str({}.user.pk)' },
  { modules: /^flask_login$/u, parameter: /^current_user$/u, isImported: true, user: '{}.get_id()' },
];
