type Fields = Record<string, unknown>;

const write = (level: string, message: string, fields: Fields) =>
  process.stdout.write(`${JSON.stringify({ level, message, ...fields })}\n`);

export const logger = {
  info: (message: string, fields: Fields = {}) => write('info', message, fields),
  error: (message: string, fields: Fields = {}) => write('error', message, fields),
};
