import { workflow } from "@workflow/vitest";
import { defineConfig } from "vitest/config";

// A step that nobody awaits may fail, which this process must survive to tell of it.
export default defineConfig({
  plugins: [workflow()],
  test: { include: ["drive.test.ts"], testTimeout: 540_000, dangerouslyIgnoreUnhandledErrors: true },
});
