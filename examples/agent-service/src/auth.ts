import type { RequestHandler } from 'express';

declare module 'express-serve-static-core' {
  interface Request {
    userId: string;
  }
}

/** Puts the user of the access token into the request. */
export const requireUser: RequestHandler = async (req, res, next) => {
  const token = req.get('authorization')?.replace(/^Bearer /, '');
  const userId = token ? await userOfToken(token) : undefined;
  if (!userId) {
    res.status(401).end();
    return;
  }
  req.userId = userId;
  next();
};

async function userOfToken(token: string): Promise<string | undefined> {
  const response = await fetch(`${process.env.AUTH_URL}/userinfo`, { headers: { authorization: `Bearer ${token}` } });
  return response.ok ? ((await response.json()) as { sub: string }).sub : undefined;
}
