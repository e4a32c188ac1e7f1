import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { markup, NOTHING } from '../../src/web/markup.ts';

describe('a template of HTML', () => {
  it('escapes text, in elements and in attributes', () => {
    const hostile = `<script>alert("x" + 'y')</script>&amp;`;
    assert.equal(
      markup`<p title="${hostile}">${hostile}</p>`.html,
      '<p title="&lt;script&gt;alert(&quot;x&quot; + &#39;y&#39;)&lt;/script&gt;&amp;amp;">' +
        '&lt;script&gt;alert(&quot;x&quot; + &#39;y&#39;)&lt;/script&gt;&amp;amp;</p>',
    );
  });

  it('takes in other markup, lists of it, numbers and nothing', () => {
    const items = ['a', '<b>'].map((item) => markup`<li>${item}</li>`);
    assert.equal(markup`<ul>${items}</ul>${3}${NOTHING}`.html, '<ul><li>a</li><li>&lt;b&gt;</li></ul>3');
  });

  it('writes out what would not be drawn, or would turn the text around', () => {
    assert.equal(markup`<b>${'a\u202E\n\uD83Db'}</b>`.html, String.raw`<b>a\u202e\u000a\ud83db</b>`);
  });
});
