import type { Block, Contents } from './blocks';

/**
 * A letter as plain text. Paragraphs are single lines, which mail programs wrap to their width (how they travel is the
 * encoding's matter); every link stands on a line of its own. Nothing is escaped, as it is never read as HTML.
 */
export function textPart({ greeting, blocks, why }: Contents): string {
  return `${[greeting, ...blocks.map(written), ['--', ...why].join('\n')].join('\n\n')}\n`;
}

function written(block: Block): string {
  switch (block.is) {
    case 'paragraph':
      return block.text;
    case 'button':
      return `${block.label}\n${block.link}`;
    case 'address':
      return block.link;
    case 'code':
      return block.code;
    case 'facts':
      return block.facts.map(({ line }) => line).join('\n');
  }
}
