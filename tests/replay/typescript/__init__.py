"""Handlers in TypeScript on the real SDK, in Node."""
