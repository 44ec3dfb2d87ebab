/** What a letter is made of: each block is written out as HTML and as text, so that both say the same. */
export type Block =
  | { readonly is: 'paragraph'; readonly text: string }
  /** What the person may do; `or` leads to the address, for programs and people that don't press buttons. */
  | { readonly is: 'button'; readonly label: string; readonly link: string; readonly or: string }
  | { readonly is: 'address'; readonly link: string }
  /** To be typed off or copied. */
  | { readonly is: 'code'; readonly code: string }
  /** Names and values; `line` is both in one, as the language writes it. */
  | { readonly is: 'facts'; readonly facts: readonly { readonly label: string; readonly value: string; readonly line: string }[] };

/** A letter in one language, in plain words. */
export interface Contents {
  readonly subject: string;
  readonly greeting: string;
  readonly blocks: readonly Block[];
  /** Why the person gets it, and what to be careful with. */
  readonly why: readonly string[];
}
