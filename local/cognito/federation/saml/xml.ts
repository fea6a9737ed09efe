import { DOMParser } from "@xmldom/xmldom";

/** Namespaces of SAML 2.0, of XML signatures and of XML encryption. */
export const NAMESPACES = {
  protocol: "urn:oasis:names:tc:SAML:2.0:protocol",
  assertion: "urn:oasis:names:tc:SAML:2.0:assertion",
  metadata: "urn:oasis:names:tc:SAML:2.0:metadata",
  signature: "http://www.w3.org/2000/09/xmldsig#",
  encryption: "http://www.w3.org/2001/04/xmlenc#",
  encryption11: "http://www.w3.org/2009/xmlenc11#",
} as const;

/** A name of SAML. */
export interface QualifiedName {
  readonly space: keyof typeof NAMESPACES;
  readonly name: string;
}

/** An element, and the text that it was read from. */
export interface ReadElement {
  readonly xml: string;
  readonly element: Element;
}

const ELEMENT = 1;
const TEXT = [3, 4];

/**
 * The root of a document; undefined for a text that is not well formed, or that declares a document type: what such a
 * text says depends on who reads it. Nor has SAML processing instructions, of which thousands take seconds to read.
 */
export function parseXml(text: string): Element | undefined {
  const hasInstructions = text.trimStart().lastIndexOf("<?") > 0;
  if (hasInstructions || /<!(?:DOCTYPE|ENTITY)/i.test(text)) return undefined;
  const refuse = (message: string) => {
    throw new Error(message);
  };
  const errorHandler = { warning: refuse, error: refuse, fatalError: refuse };
  try {
    const document = new DOMParser({ errorHandler }).parseFromString(text, "text/xml");
    return document.documentElement ?? undefined;
  } catch {
    return undefined;
  }
}

/** Whether the element has this name. */
export function isNamed(element: Element, { space, name }: QualifiedName): boolean {
  return element.namespaceURI === NAMESPACES[space] && element.localName === name;
}

/** The children of this name. */
export function children(parent: Element, name: QualifiedName): readonly Element[] {
  return elementsIn(parent).filter((child) => isNamed(child, name));
}

/** The elements of this name at any depth, the root among them. */
export function allNamed(root: Element, name: QualifiedName): readonly Element[] {
  const found: Element[] = [];
  const waiting = [root];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (isNamed(next, name)) found.push(next);
    waiting.push(...elementsIn(next));
  }
  return found;
}

/** The value of an attribute; undefined for one that is not there. */
export function attribute(element: Element | undefined, name: string): string | undefined {
  return element?.hasAttribute(name) ? (element.getAttribute(name) ?? undefined) : undefined;
}

/**
 * The text of an element that holds nothing else; undefined where a comment or an element cuts it in two, because
 * readers disagree on which part counts.
 */
export function plainText(element: Element | undefined): string | undefined {
  if (!element) return undefined;
  const nodes = Array.from(element.childNodes);
  if (nodes.some(({ nodeType }) => !TEXT.includes(nodeType))) return undefined;
  return nodes
    .map(({ nodeValue }) => nodeValue ?? "")
    .join("")
    .trim();
}

function elementsIn(parent: Element): Element[] {
  const nodes = Array.from(parent.childNodes);
  return nodes.filter((node): node is Element => node.nodeType === ELEMENT);
}
