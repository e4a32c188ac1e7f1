import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { columns, cutMiddle, padEnd, padStart, printable, wrap } from '../src/terminal-text.ts';

describe('printable text', () => {
  const harmless: readonly (readonly [what: string, text: string, shown: string])[] = [
    ['plain text stays', 'kube-apiserver', 'kube-apiserver'],
    ['other scripts stay', 'сервер 服务器 café', 'сервер 服务器 café'],
    ['an escape sequence is spelt out', '\u001b[2J', '\\u001b[2J'],
    ['an 8-bit control sequence is spelt out', '\u009b2J', '\\u009b2J'],
    ['line breaks are spelt out', 'a\r\nb\u2028c', 'a\\u000d\\u000ab\\u2028c'],
    ['a turn of the writing direction is spelt out', 'a\u202eb', 'a\\u202eb'],
    ['an invisible space is spelt out', 'kube\u200bapi', 'kube\\u200bapi'],
    ['half a character is spelt out', '\ud800', '\\ud800'],
    ['a tag character is spelt out', '\u{e0041}', '\\u{e0041}'],
  ];
  for (const [what, text, shown] of harmless) {
    it(what, () => {
      assert.equal(printable(text), shown);
    });
  }
});

describe('the columns of a text', () => {
  it('are two for a character of East Asian width and none for a combining mark', () => {
    assert.deepEqual(['abc', '服务', 'ｋ', '한글', '🔑', 'e\u0301'].map(columns), [3, 4, 2, 4, 2, 1]);
  });

  it('are filled up with spaces on either side', () => {
    assert.deepEqual([padEnd('服务', 6), padStart('服务', 6), padEnd('abc', 2)], ['服务  ', '  服务', 'abc']);
  });
});

describe('cutting the middle', () => {
  it('leaves what fits', () => {
    assert.equal(cutMiddle('apiserver.crt', 13), 'apiserver.crt');
  });

  it('keeps both ends', () => {
    assert.equal(cutMiddle('kube-apiserver-kubelet-client', 16), 'kube-api…-client');
  });

  it('never cuts through a wide character, nor beyond the width', () => {
    assert.equal(cutMiddle('证书证书证书', 7), '证…证书');
    for (let width = 2; width < 12; width += 1) assert.ok(columns(cutMiddle('证书证书证书', width)) <= width);
  });
});

describe('wrapping', () => {
  it('breaks between words', () => {
    assert.deepEqual(wrap('run kubeadm certs renew apiserver', 15), [
      'run kubeadm',
      'certs renew',
      'apiserver',
    ]);
  });

  it('breaks a word that is longer than a line', () => {
    assert.deepEqual(wrap('see /etc/kubernetes/pki', 10), ['see', '/etc/kuber', 'netes/pki']);
  });

  it('leaves an empty text one empty line', () => {
    assert.deepEqual(wrap('', 10), ['']);
  });
});
