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
    const commands: { command: string }[] = contributes.commands;
    const views: { id: string }[] = contributes.views.coupling;
    const own = [...commands.map((it) => it.command), ...views.map((it) => `${it.id}.focus`)];
    const used = steps.flatMap((step) => [...step.description.matchAll(/\(command:([\w.]+)\)/g)].map((it) => it[1] ?? ""));
    assert.ok(used.length >= steps.length);
    for (const command of used) {
      assert.ok(own.includes(command) || command.startsWith("workbench."), command);
    }
  });
});
