"""Functions of Inngest in TypeScript on the real SDK, in Node."""
