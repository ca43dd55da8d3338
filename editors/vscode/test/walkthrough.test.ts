import { strict as assert } from "node:assert";
import { existsSync, readdirSync, readFileSync } from "node:fs";

interface Step {
  id: string;
  description: string;
  media: { markdown: string };
}

describe("the walkthrough", () => {
  const { contributes } = JSON.parse(readFileSync("package.json", "utf8"));
  const steps: Step[] = contributes.walkthroughs[0].steps;

  it("shows a page for each step, and has no other pages", () => {
    const pages = steps.map((step) => step.media.markdown);
    assert.ok(pages.every((page) => existsSync(page)));
    assert.deepEqual([...pages].sort(), readdirSync("walkthrough").map((name) => `walkthrough/${name}`).sort());
  });

  it("runs commands that the extension or VS Code has", () => {
    const own: string[] = contributes.commands.map((it: { command: string }) => it.command);
    const used = steps.flatMap((step) => [...step.description.matchAll(/\(command:([\w.]+)\)/g)].map((it) => it[1] ?? ""));
    assert.ok(used.length >= steps.length);
    for (const command of used) {
      assert.ok(own.includes(command) || command.startsWith("workbench."), command);
    }
  });
});
