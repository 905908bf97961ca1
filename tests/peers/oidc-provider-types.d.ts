declare module 'oidc-provider' {
  import type { IncomingMessage, ServerResponse } from 'node:http';

  /** What of a request's context the peer touches. */
  interface ProviderContext {
    readonly path: string;
    body: unknown;
  }

  class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>);
    use(middleware: (ctx: ProviderContext, next: () => Promise<void>) => Promise<void>): void;
    callback(): (request: IncomingMessage, response: ServerResponse) => void;
  }

  // biome-ignore lint/style/noDefaultExport: it is what the package exports.
  export { Provider as default };
}
