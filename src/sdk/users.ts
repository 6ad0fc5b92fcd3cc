/**
 * Where frameworks put the user that a handler works for, by the name of the parameter.
 *
 * | module     | parameter                      | its user              |
 * | ---------- | ------------------------------ | --------------------- |
 * | discord.js | `message`, `interaction`       | `.author.id`, `.user.id` |
 * | @slack/bolt | `command`, `message`, `event` | `.user_id`, `.user`   |
 * | grammy, telegraf | `ctx`                    | `.from.id`, a number  |
 * | koa        | `ctx`                          | `.state.user.id`, as its middleware sets it |
 * | fastify    | `request`                      | `.user.id`, as its plugins set it |
 * | any server | `req`                          | `.user.id`, as Passport and most middleware set it |
 *
 * `isCertain` says that the framework's own types have it: elsewhere only code without types may rely on it, or `typed`
 * says how code with types has to write it.
 *
 * Sources: the documentation of the frameworks named.
 */
export interface UserConvention {
  readonly modules: readonly string[];
  readonly parameter: string;
  readonly path: string;
  readonly typed?: string;
  readonly isNumber?: boolean;
  readonly isCertain: boolean;
}

export const userConventions: readonly UserConvention[] = [
  { modules: ['discord.js'], parameter: 'message', path: 'message.author.id', isCertain: true },
  { modules: ['discord.js'], parameter: 'interaction', path: 'interaction.user.id', isCertain: true },
  { modules: ['@slack/bolt'], parameter: 'command', path: 'command.user_id', isCertain: true },
  { modules: ['@slack/bolt'], parameter: 'message', path: 'message.user', isCertain: false },
  { modules: ['@slack/bolt'], parameter: 'event', path: 'event.user', isCertain: false },
  { modules: ['grammy', 'telegraf'], parameter: 'ctx', path: 'ctx.from.id', typed: 'ctx.from!.id', isNumber: true, isCertain: false },
  { modules: ['koa', 'koa-router', '@koa/router'], parameter: 'ctx', path: 'ctx.state.user.id', isCertain: true },
  { modules: ['fastify'], parameter: 'request', path: 'request.user.id', isCertain: false },
  { modules: [], parameter: 'req', path: 'req.user.id', isCertain: false },
];
