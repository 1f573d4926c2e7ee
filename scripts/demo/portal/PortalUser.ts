/** One of the demo's users, signed in to the portal as a browser would be, with a token that is renewed. */
export class PortalUser {
  readonly name: string;
  readonly #portalUrl: string;
  #token?: { value: string; goodUntil: number };

  constructor(portalUrl: string, name: string) {
    this.#portalUrl = portalUrl;
    this.name = name;
  }

  /** A fetch with this user's credentials; paths are those of the portal, such as `/api/safepoint/…`. */
  readonly fetch = async (
    input: string | URL | Request,
    init?: RequestInit,
  ): Promise<Response> => {
    const request =
      input instanceof Request
        ? new Request(input, init)
        : new Request(new URL(input, this.#portalUrl), init);
    request.headers.set('authorization', `Bearer ${await this.#signIn()}`);
    return fetch(request);
  };

  async #signIn(): Promise<string> {
    if (this.#token && Date.now() < this.#token.goodUntil) {
      return this.#token.value;
    }
    const response = await fetch(
      `${this.#portalUrl}/api/auth/safepoint-demo/refresh`,
      {
        headers: {
          'safepoint-demo-user': this.name,
          'x-requested-with': 'XMLHttpRequest',
        },
      },
    );
    if (!response.ok) {
      throw new Error(
        `${this.name} cannot sign in to the portal: ${
          response.status
        } ${await response.text()}`,
      );
    }
    const { backstageIdentity } = (await response.json()) as {
      backstageIdentity: { token: string; expiresInSeconds?: number };
    };
    const seconds = backstageIdentity.expiresInSeconds ?? 600;
    this.#token = {
      value: backstageIdentity.token,
      goodUntil: Date.now() + (seconds * 1000) / 2,
    };
    return backstageIdentity.token;
  }
}
