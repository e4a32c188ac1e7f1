import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { LABEL_LIST_LIMIT, LABEL_VALUE_LIMIT, labelList, labelText } from '../../src/metrics/labels.ts';

describe('label text', () => {
  it('is names and quoted values, joined by commas', () => {
    assert.equal(labelText({ location: '/a.crt', index: '0' }), 'location="/a.crt",index="0"');
  });

  it('leaves out labels that are absent or empty', () => {
    assert.equal(labelText({ node: undefined, name: '', reason: 'missing' }), 'reason="missing"');
  });

  it('escapes backslash, quote and line feed as both formats say', () => {
    assert.equal(labelText({ subject: 'a\\b"c\nd' }), String.raw`subject="a\\b\"c\nd"`);
  });

  it('makes other control characters visible', () => {
    assert.equal(
      labelText({ subject: 'nul\0 tab\t return\r escape\u001B delete\u007F next-line\u0085' }),
      'subject="nul␀ tab␉ return␍ escape␛ delete␡ next-line\uFFFD"',
    );
  });

  it('replaces half a surrogate pair, which is no UTF-8', () => {
    assert.equal(
      labelText({ subject: 'high \uD83D low \uDE00 whole 😀' }),
      'subject="high \uFFFD low \uFFFD whole 😀"',
    );
  });

  it('cuts a value that no path can be as long as', () => {
    const text = labelText({ subject: 'x'.repeat(1_000_000) });
    assert.equal(text, `subject="${'x'.repeat(LABEL_VALUE_LIMIT - 1)}…"`);
  });

  it('leaves no half surrogate pair where it cuts', () => {
    const text = labelText({ subject: '😀'.repeat(LABEL_VALUE_LIMIT) });
    assert.ok(text.isWellFormed());
  });
});

describe('a list in a label', () => {
  it('is joined by commas', () => {
    assert.equal(labelList(['kubernetes', 'kubernetes.default']), 'kubernetes,kubernetes.default');
  });

  it('is empty when there is nothing to list, so that its label is left out', () => {
    assert.equal(labelList([]), '');
  });

  it('shows as many names as the limit, and counts the rest', () => {
    const names = Array.from({ length: 10_000 }, (_, at) => `n${at}`);
    const list = labelList(names);
    assert.equal(list, `${names.slice(0, LABEL_LIST_LIMIT).join(',')},… (+${10_000 - LABEL_LIST_LIMIT})`);
  });

  it('stays within the limit of a value when the names are long', () => {
    const names = Array.from({ length: LABEL_LIST_LIMIT }, () => 'n'.repeat(253));
    const list = labelList(names);
    assert.equal(list, `${names.slice(0, 16).join(',')},… (+34)`);
    assert.ok(list.length <= LABEL_VALUE_LIMIT);
  });

  it('counts a name that is too long by itself', () => {
    assert.equal(labelList(['n'.repeat(LABEL_VALUE_LIMIT)]), '… (+1)');
  });
});
