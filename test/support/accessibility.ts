import { source } from 'axe-core';
import type { Page } from 'playwright-core';

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly help: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/** What axe-core finds on the page, or within a part of it, frames left out: `rule: what to do: where`. */
export async function violationsOn(page: Page, part?: string): Promise<string[]> {
  // Evaluated past the page's own policy, which lets no script run.
  const isThere = await page.evaluate('typeof axe === "object"');
  if (!isThere) await page.evaluate(source);
  const where = part === undefined ? 'document' : JSON.stringify(part);
  const { violations } = await page.evaluate<AxeResult>(`axe.run(${where}, { resultTypes: ["violations"], iframes: false })`);
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ html }) => `${id}: ${help}: ${html}`));
}

interface Stop {
  readonly at: string;
  readonly visible: boolean;
}

/** What the Tab key reaches from the top of the page, in order, and whether it is seen to be reached. */
export async function tabStops(page: Page, presses: number): Promise<Stop[]> {
  // Focus on the body puts the browser's starting point back to the top, wherever the last click was.
  await page.evaluate('document.body.tabIndex = -1; document.body.focus(); document.body.removeAttribute("tabindex")');
  const stops: Stop[] = [];
  for (let press = 0; press < presses; press++) {
    await page.keyboard.press('Tab');
    stops.push(
      await page.evaluate<Stop>(`(() => {
        const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
        return { at: ${LABEL}(document.activeElement), visible: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 };
      })()`),
    );
  }
  return stops;
}

/** What a person who uses the mouse can use on the page, in the order of the document. */
export function controlsOn(page: Page): Promise<string[]> {
  const selector = 'a[href], button, summary, input:not([type=hidden])';
  return page.evaluate<string[]>(`[...document.querySelectorAll(${JSON.stringify(selector)})].filter((element) => element.checkVisibility()).map(${LABEL})`);
}

const LABEL = `((element) => [element.tagName.toLowerCase(), element.name || element.id, element.textContent.trim()].filter(Boolean).join(' '))`;
